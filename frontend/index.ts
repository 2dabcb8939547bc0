import { Router } from '@vaadin/router';
import { Flow } from 'Frontend/generated/jar-resources/Flow.js';
import './styles/console.css';
import { follow } from './theme.ts';

follow();

const outlet = document.querySelector('#outlet')!;
const terminal = /^\/terminal\/([^/]+)$/.exec(location.pathname);

if (terminal) {
  // A terminal needs no server-side view: the page lives through a restart of the server.
  await import('./terminal/postern-terminal.ts');
  const element = document.createElement('postern-terminal');
  element.setAttribute('session', decodeURIComponent(terminal[1]));
  outlet.replaceChildren(element);
} else {
  const { serverSideRoutes } = new Flow({
    imports: () => import('Frontend/generated/flow/generated-flow-imports.js'),
  });
  void new Router(outlet).setRoutes(serverSideRoutes);
}
