package dev.postern.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Somebody sessions can run as, as the passwd database has them.
 *
 * @param shell the login shell, an absolute path; PowerShell on Windows
 */
record LocalUser(String name, String gid, String home, String shell) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@-]{0,63}[$]?");
    private static final Path PASSWD = Path.of("/etc/passwd");
    private static final List<String> FALLBACK_SHELLS = List.of("/bin/bash", "/bin/sh");
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final List<String> INHERITED = List.of(
            "TZ",
            "SystemRoot",
            "windir",
            "TEMP",
            "TMP",
            "USERPROFILE",
            "ComSpec",
            "PATHEXT",
            "APPDATA",
            "LOCALAPPDATA",
            "ProgramFiles",
            "ProgramData");

    /** The user this agent runs as. Without a passwd entry (containers), or with a shell that only says no, a plain shell. */
    static LocalUser ofThisProcess() {
        var name = System.getProperty("user.name", "");
        var home = System.getProperty("user.home", "/");
        if (isWindows()) return new LocalUser(name, "", home, "powershell.exe");
        var found = named(name);
        var own = found.orElseGet(() -> new LocalUser(
                name, "", home, System.getenv().getOrDefault("SHELL", ""))); // macOS keeps users elsewhere
        return own.withUsableShell();
    }

    /** Looks in the databases the system is set up with, LDAP and others included. */
    static Optional<LocalUser> named(String name) {
        if (!NAME.matcher(name).matches()) return Optional.empty();
        try {
            for (var line : passwd(name)) {
                var fields = line.split(":", -1);
                if (fields.length >= 7 && fields[0].equals(name))
                    return Optional.of(
                            new LocalUser(name, fields[3], fields[5], fields[6].isEmpty() ? "/bin/sh" : fields[6]));
            }
        } catch (IOException _) {
            // no database: nobody has the name
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    static boolean isWindows() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    }

    /** With a plain shell in the place of one that is not there or only says no, as service users have. */
    LocalUser withUsableShell() {
        return hasUsableShell() ? this : new LocalUser(name, gid, home, firstShell());
    }

    private boolean hasUsableShell() {
        return !shell.isEmpty()
                && !shell.endsWith("/nologin")
                && !shell.endsWith("/false")
                && (isWindows() || Files.isExecutable(Path.of(shell)));
    }

    /** Whether it is the user this agent runs as. */
    boolean isOwn() {
        return name.equals(System.getProperty("user.name"));
    }

    /** The login shell: it reads the user's profile, as at the console. */
    List<String> loginShell() {
        return isWindows() ? List.of(shell, "-NoLogo") : List.of(shell, "-l");
    }

    /** The command as this user. The agent's own needs nothing; for another the agent must be root. */
    List<String> running(List<String> command) {
        if (isOwn()) return command;
        // setpriv replaces itself by the command, so that signals and exit status are the command's own; su stays in
        // between.
        var as = Files.isExecutable(Path.of("/usr/bin/setpriv"))
                ? List.of("/usr/bin/setpriv", "--reuid=" + name, "--regid=" + gid, "--init-groups", "--")
                : List.of("su", "-m", name, "-s", "/bin/sh", "-c", "exec \"$0\" \"$@\"", "--");
        var all = new ArrayList<>(as);
        all.addAll(command);
        return all;
    }

    /** Home if it is there. */
    String directory() {
        return Files.isDirectory(Path.of(home)) ? home : "/";
    }

    /**
     * The environment of a login, not the agent's own: that may hold secrets. A UTF-8 locale is passed on, else it is C.UTF-8.
     *
     * @param own the agent's environment
     */
    Map<String, String> environment(Map<String, String> own) {
        var environment = new HashMap<String, String>();
        for (var name : INHERITED) if (own.containsKey(name)) environment.put(name, own.get(name));
        environment.put("PATH", isOwn() ? own.getOrDefault("PATH", PATH) : PATH);
        environment.put("HOME", home);
        environment.put("SHELL", shell);
        environment.put("USER", name);
        environment.put("LOGNAME", name);
        environment.put("TERM", "xterm-256color");
        environment.put("COLORTERM", "truecolor");
        environment.put("LANG", utf8Locale(own));
        return environment;
    }

    private static String utf8Locale(Map<String, String> own) {
        for (var name : List.of("LC_ALL", "LC_CTYPE", "LANG")) {
            var locale = own.getOrDefault(name, "");
            var upper = locale.toUpperCase(Locale.ROOT);
            if (upper.endsWith("UTF-8") || upper.endsWith("UTF8")) return locale;
        }
        return "C.UTF-8";
    }

    private static String firstShell() {
        return FALLBACK_SHELLS.stream()
                .filter(shell -> Files.isExecutable(Path.of(shell)))
                .findFirst()
                .orElse("/bin/sh");
    }

    private static List<String> passwd(String name) throws IOException, InterruptedException {
        try {
            var getent = new ProcessBuilder("getent", "passwd", name)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var out = new String(getent.getInputStream().readNBytes(4096), StandardCharsets.UTF_8);
            if (getent.waitFor(5, TimeUnit.SECONDS) && getent.exitValue() == 0)
                return out.lines().toList();
            getent.destroyForcibly();
        } catch (IOException _) {
            // no getent here: macOS, busybox
        }
        return Files.readAllLines(PASSWD);
    }
}
