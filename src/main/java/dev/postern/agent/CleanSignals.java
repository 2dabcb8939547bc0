package dev.postern.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts a program with no signal blocked and none ignored. HotSpot blocks SIGQUIT in all its threads, pty4j forks on one of them, and what is
 * blocked stays so in the child and in all it starts: Ctrl-\ would do nothing in a whole session. What was ignored where the agent was started,
 * SIGHUP by nohup and SIGINT in a script's background, is inherited likewise: a session's programs would survive its end, and Ctrl-C would do nothing.
 * {@link ProcessBuilder} clears the mask by itself, but not what is ignored.
 *
 * <p>No shell and no tool of coreutils can unblock a signal, so a few words of Perl or Python come first and are replaced by the program: every Debian
 * and macOS has the one, every Red Hat the other. Where there is neither, the program starts as it is.
 */
final class CleanSignals {
    private static final String PERL = "use POSIX; $SIG{$_} = 'DEFAULT' for qw(HUP INT QUIT PIPE TERM TSTP TTIN TTOU);"
            + " sigprocmask(SIG_SETMASK, POSIX::SigSet->new); exec { $ARGV[0] } @ARGV; die \"$ARGV[0]: $!\\n\"";
    private static final String PYTHON = """
            import os, signal, sys
            for s in 'HUP INT QUIT PIPE TERM TSTP TTIN TTOU'.split():
                signal.signal(getattr(signal, 'SIG' + s), signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_SETMASK, [])
            os.execvp(sys.argv[1], sys.argv[1:])
            """;

    private static final List<String> FIRST = first();

    private CleanSignals() {}

    private static List<String> first() {
        if (Files.isExecutable(Path.of("/usr/bin/perl"))) return List.of("/usr/bin/perl", "-e", PERL, "--");
        if (Files.isExecutable(Path.of("/usr/bin/python3")))
            return List.of("/usr/bin/python3", "-I", "-S", "-c", PYTHON);
        return List.of();
    }

    /** The command that becomes this command. */
    static List<String> of(List<String> command) {
        var both = new ArrayList<>(FIRST);
        both.addAll(command);
        return List.copyOf(both);
    }
}
