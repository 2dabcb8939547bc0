package dev.postern.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The README's table of modules says what the modules say of themselves in their package-infos. */
class ModuleTableTest {
    private static final String ROOT = "src/main/java/dev/postern/";
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9]+)` \\| [^|]+ \\| ([^|]+) \\|$");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+");

    private final String readme = Checkout.text("README.md");
    private final Map<String, String> rows = ROW.matcher(readme)
            .results()
            .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2), (one, other) -> other, TreeMap::new));

    /** Module to the modules it may use. */
    private final Map<String, Set<String>> declared = new TreeMap<>();

    private final Set<String> withCode = new TreeSet<>();

    @BeforeEach
    void readTheModules() throws Exception {
        for (var file : Checkout.files()) {
            if (!file.startsWith(ROOT) || file.indexOf('/', ROOT.length()) < 0) {
                continue;
            }
            var module = file.substring(ROOT.length(), file.indexOf('/', ROOT.length()));
            if (file.equals(ROOT + module + "/package-info.java")) {
                declared.put(module, allowed(Checkout.text(file)));
            } else if (file.endsWith(".java") && !file.endsWith("/package-info.java")) {
                withCode.add(module);
            }
        }
    }

    @Test
    void everyModuleThatHoldsCodeHasItsRow() {
        assertThat(rows.keySet()).containsExactlyElementsOf(withCode);
    }

    @Test
    void theOthersAreNamedAsDeclaredOnly() {
        var sentence = readme.substring(readme.indexOf("*Declared, but empty in this version:*"));
        var empty = new TreeSet<>(declared.keySet());
        empty.removeAll(withCode);

        Set<String> named = Pattern.compile("`([a-z0-9]+)`")
                .matcher(sentence.substring(0, sentence.indexOf("\n\n")))
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).isEqualTo(empty);
    }

    @Test
    void eachRowSaysWhatTheModuleMayUse() {
        assertThat(rows)
                .allSatisfy((module, cell) -> assertThat(told(module, cell)).isEqualTo(declared.get(module)));
    }

    private Set<String> told(String module, String cell) {
        if (cell.equals("nothing")) {
            return Set.of();
        }
        if (cell.equals("everything")) {
            return others(module, Set.of());
        }
        var but = "every module but ";
        if (cell.startsWith(but)) {
            return others(module, names(cell.substring(but.length()).replace(" and ", ", ")));
        }
        return names(cell);
    }

    private Set<String> others(String module, Set<String> without) {
        var others = new TreeSet<>(declared.keySet());
        others.removeAll(without);
        others.remove(module);
        return others;
    }

    private static Set<String> names(String list) {
        return NAME.matcher(list).results().map(name -> name.group()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What a package-info allows; an interface of a module ({@code session::spi}) counts as the module. */
    private static Set<String> allowed(String packageInfo) {
        var list = Pattern.compile("(?s)allowedDependencies\\s*=\\s*\\{(.*?)}").matcher(packageInfo);
        return !list.find()
                ? Set.of()
                : Arrays.stream(list.group(1).split(",", -1))
                        .map(String::strip)
                        .filter(entry -> !entry.isEmpty())
                        .map(entry -> entry.replaceAll("\"|::.*", ""))
                        .collect(Collectors.toCollection(TreeSet::new));
    }
}
