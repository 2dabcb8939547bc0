package dev.postern.console.documents;

import com.vaadin.flow.router.BeforeLeaveEvent;
import com.vaadin.flow.router.BeforeLeaveObserver;
import dev.postern.console.shell.Confirmation;
import dev.postern.console.shell.Page;
import dev.postern.console.shell.Texts;

/** A page with an editor on it: nobody leaves what they typed by mistake. */
abstract class WritingPage extends Page implements BeforeLeaveObserver {
    WritingPage(String title) {
        super(title);
    }

    abstract DocumentEditor editor();

    @Override
    public void beforeLeave(BeforeLeaveEvent event) {
        if (!editor().dirty()) return;
        var leaving = event.postpone();
        Confirmation.ask(
                Texts.text("editor.leave.sure"),
                Texts.text("editor.leave.what"),
                Texts.text("editor.leave"),
                leaving::proceed);
    }
}
