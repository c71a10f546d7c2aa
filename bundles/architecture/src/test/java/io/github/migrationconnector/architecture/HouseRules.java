package io.github.migrationconnector.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.osgi.framework.BundleActivator;
import org.osgi.service.component.annotations.Component;

/** The house rules of CONTRIBUTING.md that can be seen in compiled classes. */
final class HouseRules {
    private static final Set<String> FORBIDDEN_WORDS =
            Set.of("Chunk", "Data", "Manager", "Util", "Utils", "Helper", "Impl");

    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i).*(password|passphrase|secret|sessionToken|privateKey|credential).*");

    /** Holders of state by their nature, whatever is said of the reference to them. */
    private static final List<String> MUTABLE = List.of(
            "java.util.AbstractCollection",
            "java.util.AbstractMap",
            "java.util.concurrent.atomic.AtomicBoolean",
            "java.util.concurrent.atomic.AtomicInteger",
            "java.util.concurrent.atomic.AtomicLong",
            "java.util.concurrent.atomic.AtomicReference",
            "java.util.concurrent.ConcurrentMap",
            "java.util.concurrent.Executor",
            "java.util.concurrent.locks.Lock",
            "java.lang.ThreadLocal",
            "java.lang.Thread",
            "java.lang.StringBuilder");

    static final ArchRule COMPONENTS_ARE_FINAL =
            classes().that().areAnnotatedWith(Component.class).should().haveModifier(JavaModifier.FINAL);

    static final ArchRule NO_STATIC_MUTABLE_STATE = fields().that()
            .areStatic()
            .and(are("not made by the compiler", field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC)))
            .should(holdFor(
                    "be final and hold nothing that changes",
                    field -> field.getModifiers().contains(JavaModifier.FINAL)
                            && MUTABLE.stream()
                                    .noneMatch(type -> field.getRawType().isAssignableTo(type))));

    static final ArchRule NO_GET_INSTANCE = methods().should().notHaveName("getInstance");

    static final ArchRule NO_ACTIVATOR = noClasses().should().implement(BundleActivator.class);

    /** In a contract even of a record: its constructor would take what only a return should be. */
    static final ArchRule OPTIONAL_NOT_KEPT = fields().that()
            .areNotPrivate()
            .or()
            .areDeclaredInClassesThat()
            .resideInAPackage(Module.ROOT + ".api..")
            .should()
            .notHaveRawType(Optional.class);

    static final ArchRule OPTIONAL_NOT_TAKEN = codeUnits()
            .that(are("public", unit -> unit.getModifiers().contains(JavaModifier.PUBLIC)))
            .and()
            .areDeclaredInClassesThat(DescribedPredicate.describe(
                    "are no records of a bundle's own",
                    type -> !type.isRecord() || type.getPackageName().startsWith(Module.ROOT + ".api")))
            .should(holdFor("take no Optional", unit -> unit.getRawParameterTypes().stream()
                    .noneMatch(type -> type.isEquivalentTo(Optional.class))));

    static final ArchRule NAMES = classes()
            .should(holdForClass("have no name with one of the words " + FORBIDDEN_WORDS, type -> Arrays.stream(
                            type.getSimpleName().split("(?<=[a-z0-9])(?=[A-Z])", -1))
                    .noneMatch(FORBIDDEN_WORDS::contains)));

    static final ArchRule NO_EXIT = noClasses()
            .that()
            .resideOutsideOfPackages(
                    Module.ROOT + ".launcher..",
                    Module.ROOT + ".commandline..",
                    Module.ROOT + ".consolemenu",
                    Module.ROOT + ".applianceova")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class);

    static final ArchRule NO_SLEEP =
            noClasses().should().callMethodWhere(calls(Thread.class.getName(), "sleep"::equals));

    static final ArchRule NO_STACK_TRACE_PRINTED =
            noClasses().should().callMethodWhere(callsAnything("printStackTrace"::equals));

    /** One bundle must not change what every other one in the process gets. */
    static final ArchRule NO_PROCESS_WIDE_DEFAULTS = noClasses()
            .should()
            .callMethodWhere(calls("javax.net.ssl.HttpsURLConnection", name -> name.startsWith("setDefault")))
            .orShould()
            .callMethodWhere(calls("java.net.HttpURLConnection", "setFollowRedirects"::equals))
            .orShould()
            .callMethodWhere(calls("javax.net.ssl.SSLContext", "setDefault"::equals))
            .orShould()
            .callMethodWhere(calls("java.net.Authenticator", "setDefault"::equals))
            .orShould()
            .callMethodWhere(calls("java.net.ProxySelector", "setDefault"::equals))
            .orShould()
            .callMethodWhere(calls("java.net.URL", "setURLStreamHandlerFactory"::equals))
            .orShould()
            .callMethodWhere(calls("java.security.Security", name -> name.matches("setProperty|addProvider|insert.*")))
            .orShould()
            .callMethodWhere(calls("java.util.Locale", "setDefault"::equals))
            .orShould()
            .callMethodWhere(calls("java.util.TimeZone", "setDefault"::equals));

    /** The text form of a record shows every component. */
    static final ArchRule SECRETS_SHOW_NOTHING = fields().that()
            .areDeclaredInClassesThat(new DescribedPredicate<JavaClass>("are records without a toString of their own") {
                @Override
                public boolean test(JavaClass type) {
                    return type.isRecord() && !writesItsOwnText(type);
                }
            })
            .and()
            .areNotStatic()
            .should(holdFor(
                    "not be a plain text named like a secret",
                    field -> !SECRET_NAME.matcher(field.getName()).matches()
                            || !Set.of("java.lang.String", "[C", "[B")
                                    .contains(field.getRawType().getName())));

    static final List<ArchRule> ALL = List.of(
            COMPONENTS_ARE_FINAL,
            NO_STATIC_MUTABLE_STATE,
            NO_GET_INSTANCE,
            NO_ACTIVATOR,
            OPTIONAL_NOT_KEPT,
            OPTIONAL_NOT_TAKEN,
            NAMES,
            NO_EXIT,
            NO_SLEEP,
            NO_STACK_TRACE_PRINTED,
            NO_PROCESS_WIDE_DEFAULTS,
            SECRETS_SHOW_NOTHING);

    private HouseRules() {}

    /** The compiler's toString of a record goes through ObjectMethods; a hand-written one does not. */
    private static boolean writesItsOwnText(JavaClass type) {
        return type.tryGetMethod("toString")
                .map(method -> !method.getCallsFromSelf().isEmpty()
                        || !method.getFieldAccesses().isEmpty())
                .orElse(false);
    }

    private static <T extends JavaMember> DescribedPredicate<T> are(String description, Predicate<T> predicate) {
        return DescribedPredicate.describe(description, predicate);
    }

    private static DescribedPredicate<JavaMethodCall> calls(String owner, Predicate<String> name) {
        return DescribedPredicate.describe(
                "calls to " + owner, call -> call.getTargetOwner().isAssignableTo(owner) && name.test(call.getName()));
    }

    private static DescribedPredicate<JavaMethodCall> callsAnything(Predicate<String> name) {
        return DescribedPredicate.describe("calls", call -> name.test(call.getName()));
    }

    private static <T extends JavaMember> ArchCondition<T> holdFor(String description, Predicate<T> predicate) {
        return new ArchCondition<>(description) {
            @Override
            public void check(T member, ConditionEvents events) {
                if (!predicate.test(member)) {
                    events.add(SimpleConditionEvent.violated(
                            member, member.getFullName() + " does not " + getDescription()));
                }
            }
        };
    }

    private static ArchCondition<JavaClass> holdForClass(String description, Predicate<JavaClass> predicate) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!predicate.test(type)) {
                    events.add(SimpleConditionEvent.violated(type, type.getName() + " does not " + getDescription()));
                }
            }
        };
    }
}
