package io.github.migrationconnector.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What bundles export, and that all else lives under {@code .internal}. */
final class ExportsTest {
    /** Started by their main classes, which lie in the package of the module. */
    private static final Set<String> PLAIN_JARS = Set.of("launcher", "command-line", "console-menu", "appliance-ova");

    @Test
    void onlyWhatIsInternalIsNotExported() {
        List<Module> modules = Module.all();
        assertThat(modules).isNotEmpty();
        for (Module module : modules) {
            assertThat(hiddenInTheOpen(module.packages(), module.exports(), PLAIN_JARS.contains(module.name())))
                    .as("packages of %s that are neither exported nor below .internal", module.name())
                    .isEmpty();
            assertThat(module.exports())
                    .as("packages that %s exports", module.name())
                    .noneMatch(name -> name.startsWith(Module.ROOT) && name.contains(".internal"));
        }
    }

    @Test
    void onlyStoreLendsJdbi() {
        List<String> lenders = Module.all().stream()
                .filter(module -> module.exports().stream().anyMatch(name -> name.startsWith("org.jdbi")))
                .map(Module::name)
                .toList();
        assertThat(lenders).containsExactly("store");
    }

    @Test
    void onlyAwsSdkLendsTheSdk() {
        List<String> lenders = Module.all().stream()
                .filter(module -> module.exports().stream().anyMatch(name -> name.startsWith("software.amazon")))
                .map(Module::name)
                .toList();
        // a jar of others' classes alone: it has no sources, so it is not among the modules
        assertThat(lenders).isEmpty();
    }

    @Test
    void aPackageInTheOpenIsCaught() {
        Set<String> packages = Set.of(Module.ROOT + ".part", Module.ROOT + ".part.internal", Module.ROOT + ".part.sub");
        assertThat(hiddenInTheOpen(packages, Set.of(Module.ROOT + ".part"), false))
                .containsExactly(Module.ROOT + ".part.sub");
        assertThat(hiddenInTheOpen(packages, Set.of(), true)).containsExactly(Module.ROOT + ".part.sub");
        assertThat(hiddenInTheOpen(packages, Set.of(), false))
                .containsExactly(Module.ROOT + ".part", Module.ROOT + ".part.sub");
    }

    @Test
    void readsAnExportHeader() {
        assertThat(Module.exportsOf("a.b;version=\"1.0\";uses:=\"x.y,z.w\",c.d;version=\"2\",e_f.G"))
                .containsExactly("a.b", "c.d", "e_f.G");
    }

    private static Set<String> hiddenInTheOpen(Set<String> packages, Set<String> exports, boolean plainJar) {
        Set<String> found = new TreeSet<>();
        for (String name : packages) {
            boolean top = plainJar && name.indexOf('.', Module.ROOT.length() + 1) < 0;
            if (!exports.contains(name) && !top && !(name + ".").contains(".internal.")) {
                found.add(name);
            }
        }
        return found;
    }
}
