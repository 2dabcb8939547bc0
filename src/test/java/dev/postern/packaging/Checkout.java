package dev.postern.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The directory that holds the pom, and the files in it that belong to Postern. Tests run with it as their own. */
final class Checkout {
    /** What building leaves behind, the same as in .gitignore: only asked where there is no git to ask. */
    private static final Set<String> BUILT = Set.of(
            ".git",
            "target",
            "src/main/frontend",
            "frontend/generated",
            "frontend/index.html",
            "vite.generated.ts",
            "types.d.ts",
            ".idea",
            ".vscode");

    private static final Path TOP = Path.of("").toAbsolutePath();

    private Checkout() {}

    static Path path(String relative) {
        return TOP.resolve(relative);
    }

    static String text(String relative) {
        try {
            return Files.readString(path(relative));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Text as it is, bytes of a picture as nonsense that matches nothing. */
    static String anyText(String relative) {
        try {
            return Files.readString(path(relative), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Paths relative to the top with {@code /}: what git tracks, or, without git, all that is there but not built. */
    static List<String> files() throws IOException, InterruptedException {
        return Files.exists(path(".git")) ? tracked() : walked();
    }

    static List<String> walked() throws IOException {
        var files = new ArrayList<String>();
        Files.walkFileTree(TOP, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return isBuilt(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (Files.isRegularFile(file) && !isBuilt(file)) {
                    files.add(relative(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files.stream().sorted().toList();
    }

    private static boolean isBuilt(Path path) {
        return BUILT.contains(relative(path)) || path.endsWith("node_modules");
    }

    private static String relative(Path path) {
        return TOP.relativize(path).toString().replace('\\', '/');
    }

    /** With what is new and not ignored, so that a test speaks before the commit and not after it. */
    private static List<String> tracked() throws IOException, InterruptedException {
        var git = new ProcessBuilder("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
                .directory(TOP.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!git.waitFor(10, TimeUnit.SECONDS) || git.exitValue() != 0) {
            return walked(); // a checkout of somebody else's, which git refuses to read
        }
        return Stream.of(names.split("\0"))
                .filter(name -> Files.isRegularFile(path(name)))
                .sorted()
                .toList();
    }
}
