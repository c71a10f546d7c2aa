package io.github.migrationconnector.copy.internal.environment;

import io.github.migrationconnector.api.connection.AwsConnection;
import io.github.migrationconnector.api.connection.AwsEndpoints;
import io.github.migrationconnector.api.connection.AwsKeys;
import io.github.migrationconnector.api.connection.AwsRole;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.Problem;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** AWS as the AWS tools find it: by environment variables, then by the profile in the user's files. */
@Component(service = AwsConnection.class, enabled = false)
public final class EnvironmentAwsConnection implements AwsConnection {
    private static final String CODE = "AWS_NOT_SET_UP";
    private static final List<String> SERVICES = List.of("ebs", "ec2", "sts", "s3");

    private final Variables variables;
    private final Path userHome;

    @Activate
    public EnvironmentAwsConnection() {
        this(new Variables(System.getenv()), Path.of(System.getProperty("user.home")));
    }

    EnvironmentAwsConnection(Variables variables, Path userHome) {
        this.variables = variables;
        this.userHome = userHome;
    }

    @Override
    public AwsEndpoints endpoints() {
        Map<String, String> endpoints = new HashMap<>();
        for (String service : SERVICES) {
            variables
                    .get("AWS_ENDPOINT_URL_" + service.toUpperCase(Locale.ROOT))
                    .or(() -> variables.get("AWS_ENDPOINT_URL"))
                    .ifPresent(url -> endpoints.put(service, url));
        }
        String region = region();
        try {
            return new AwsEndpoints(
                    region,
                    endpoints,
                    variables.get("AWS_CA_BUNDLE").orElse(""),
                    new EnvironmentProxy(variables).settings());
        } catch (IllegalArgumentException e) {
            throw Problem.fatal(CODE, "'" + region + "' is no AWS region.", "Set AWS_REGION, such as eu-central-1.")
                    .asException(e);
        }
    }

    private String region() {
        return variables
                .get("AWS_REGION")
                .or(() -> variables.get("AWS_DEFAULT_REGION"))
                .or(() -> setting(configuration(), "region"))
                .orElseThrow(() -> Problem.fatal(CODE, "No AWS region is set.", "Set AWS_REGION, such as eu-central-1.")
                        .asException());
    }

    @Override
    public AwsKeys keys() {
        if (variables.get("AWS_ACCESS_KEY_ID").isPresent()) {
            return new AwsKeys(
                    variables.need(CODE, "AWS_ACCESS_KEY_ID"),
                    Secret.of(variables.need(CODE, "AWS_SECRET_ACCESS_KEY")),
                    Secret.of(variables.get("AWS_SESSION_TOKEN").orElse("")));
        }
        Map<String, String> profile = profile(profileName());
        if (hasRole(profile)) {
            // as the AWS tools do: the role's own profile has no keys, it names the one that has
            String source = setting(profile, "source_profile").orElseThrow(this::noSource);
            return keys(profile(source), source);
        }
        return keys(profile, profileName());
    }

    @Override
    public AwsRole role() {
        if (variables.get("AWS_ACCESS_KEY_ID").isPresent()) {
            return AwsRole.NONE;
        }
        Map<String, String> profile = profile(profileName());
        if (!hasRole(profile)) {
            return AwsRole.NONE;
        }
        try {
            return new AwsRole(
                    profile.get("role_arn"), setting(profile, "external_id").orElse(""));
        } catch (IllegalArgumentException e) {
            throw Problem.fatal(
                            CODE,
                            "The role of the profile '" + profileName() + "' is wrong: " + e.getMessage() + ".",
                            "Write role_arn = arn:aws:iam::ACCOUNT:role/NAME, and the external_id that its trust policy asks"
                                    + " for.")
                    .asException(e);
        }
    }

    private static boolean hasRole(Map<String, String> profile) {
        return setting(profile, "role_arn").isPresent();
    }

    private AwsKeys keys(Map<String, String> profile, String name) {
        return new AwsKeys(
                setting(profile, "aws_access_key_id").orElseThrow(() -> noKeys(name)),
                Secret.of(setting(profile, "aws_secret_access_key").orElseThrow(() -> noKeys(name))),
                Secret.of(setting(profile, "aws_session_token").orElse("")));
    }

    private RuntimeException noSource() {
        return Problem.fatal(
                        CODE,
                        "The profile '" + profileName() + "' has a role_arn and no source_profile.",
                        "Name in source_profile the profile whose keys assume the role.")
                .asException();
    }

    private RuntimeException noKeys(String profile) {
        return Problem.fatal(
                        CODE,
                        "There are no AWS keys: neither in the environment nor in the profile '" + profile + "'.",
                        "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.")
                .asException();
    }

    private String profileName() {
        return variables.get("AWS_PROFILE").orElse("default");
    }

    private Map<String, String> profile(String name) {
        Map<String, String> profile =
                new HashMap<>(file("AWS_CONFIG_FILE", "config").profile(name));
        profile.putAll(file("AWS_SHARED_CREDENTIALS_FILE", "credentials").profile(name));
        return profile;
    }

    private Map<String, String> configuration() {
        return file("AWS_CONFIG_FILE", "config").profile(profileName());
    }

    private ProfileFile file(String variable, String name) {
        return new ProfileFile(variables
                .get(variable)
                .map(Path::of)
                .orElse(userHome.resolve(".aws").resolve(name)));
    }

    private static Optional<String> setting(Map<String, String> profile, String name) {
        return Optional.ofNullable(profile.get(name)).filter(value -> !value.isBlank());
    }
}
