package dev.postern.session;

/** Published (Spring event, synchronously) when a node's end came for the first time: its session is started, whether or not a client is there. */
record NodeCame(SessionId session) {}
