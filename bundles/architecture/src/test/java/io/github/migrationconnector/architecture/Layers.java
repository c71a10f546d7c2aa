package io.github.migrationconnector.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.net.Socket;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who may import whom: api, then vmdk, then the adapters; everything else meets in api alone. */
final class Layers {
    /** What a module may import of other modules, besides api: their exported packages. */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("vsphere", Set.of("vmdk")),
            Map.entry("esxissh", Set.of("vmdk")),
            // a program of the build
            Map.entry("applianceova", Set.of("vmdk")),
            Map.entry("diskfiles", Set.of("vmdk")),
            // owners of tables; store exports the database, and only that
            // a face outside the framework: asks the daemon as the commands do
            Map.entry("consolemenu", Set.of("commandline")),
            Map.entry("access", Set.of("store")),
            Map.entry("replication", Set.of("store")),
            Map.entry("registration", Set.of("store")),
            Map.entry("health", Set.of("store")),
            Map.entry("notifications", Set.of("store")),
            // what leaves the machine is redacted by what redacts the log
            Map.entry("logupload", Set.of("logging")));

    static final ArchRule ONLY_ALLOWED_IMPORTS = classes()
            .that()
            .resideInAPackage(Module.ROOT + "..")
            .should(new ImportOnlyAllowed())
            .as("a module imports api, and of others only what its layer may");

    static final ArchRule AWS_SDK = noClasses()
            .that()
            .resideOutsideOfPackages(Module.ROOT + ".aws..", "software.amazon..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.awssdk..")
            .as("only aws uses the AWS SDK");

    static final ArchRule CONNECTIONS = noClasses()
            .that()
            .resideOutsideOfPackages(Module.ROOT + ".store..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.sql.DriverManager")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("javax.sql.DataSource")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("org.sqlite..")
            .as("only store opens connections to the database");

    /**
     * Each of the three takes the address from the endpoint, or from the person who asks what a server shows; whatever else
     * dialled might follow an answer to an ESXi host, whose certificate nobody accepted.
     */
    static final ArchRule DIALS_VCENTER = noClasses()
            .that()
            .resideInAPackage(Module.ROOT + ".vsphere..")
            .and()
            .haveNameNotMatching(
                    ".*\\.vsphere\\.internal\\.(soap\\.(SoapTransport|ChainLook)|disk\\.FileClient)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.netty.bootstrap.Bootstrap")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("java.net.http..")
            .orShould()
            .callMethod(URL.class, "openConnection")
            .orShould()
            .callMethod(URL.class, "openStream")
            .orShould()
            .callConstructor(Socket.class)
            .orShould()
            .callConstructor(Socket.class, String.class, int.class)
            .as("three classes alone connect to vCenter, and none to a host that an answer names");

    static final List<ArchRule> ALL = List.of(ONLY_ALLOWED_IMPORTS, AWS_SDK, CONNECTIONS, DIALS_VCENTER);

    private Layers() {}

    /** The package segment below the root that names a class's module. */
    static String moduleOf(JavaClass type) {
        String[] segments =
                type.getPackageName().substring(Module.ROOT.length() + 1).split("\\.", -1);
        return segments[0];
    }

    private static final class ImportOnlyAllowed extends ArchCondition<JavaClass> {
        ImportOnlyAllowed() {
            super("import only allowed modules");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            String module = moduleOf(type);
            Set<String> allowed = MAY_IMPORT.getOrDefault(module, Set.of());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass();
                if (!target.getPackageName().startsWith(Module.ROOT + ".")) {
                    continue;
                }
                String other = moduleOf(target);
                boolean contract = other.equals("api") && !module.equals("api");
                boolean lent =
                        allowed.contains(other) && !target.getPackageName().contains(".internal");
                if (!other.equals(module) && !contract && !lent) {
                    events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                }
            }
        }
    }
}
