package io.github.migrationconnector.httpapi.internal.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.logupload.LogUploads;
import io.github.migrationconnector.api.logupload.UploadChange;
import io.github.migrationconnector.api.logupload.UploadKind;
import io.github.migrationconnector.api.logupload.UploadSecrets;
import io.github.migrationconnector.api.logupload.UploadSettings;
import io.github.migrationconnector.api.logupload.UploadSettings.S3Place;
import io.github.migrationconnector.api.logupload.UploadSettings.SftpPlace;
import io.github.migrationconnector.api.logupload.UploadState;
import io.github.migrationconnector.httpapi.internal.http.ApiRequest;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.http.Route;
import io.github.migrationconnector.httpapi.internal.json.BadRequests;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.json.ObjectReader;
import io.github.migrationconnector.httpapi.internal.service.Services;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The upload of the logs: how it is, what was chosen, and beginning one. */
final class LogUploadResource {
    private static final int LONGEST_SECRET = 16_384;
    private static final int MOST_MINUTES = (int) UploadSettings.LONGEST.toMinutes();

    private final Services services;

    LogUploadResource(Services services) {
        this.services = services;
    }

    List<Route> routes() {
        return List.of(
                new Route(
                        "GET",
                        "/logs/upload",
                        Role.OPERATOR,
                        request -> answer(services.logUploads().state())),
                new Route("POST", "/logs/upload", Role.ADMIN, "logs.upload-set", this::set),
                new Route(
                        "POST",
                        "/logs/upload/now",
                        Role.ADMIN,
                        "logs.upload-now",
                        request -> answer(services.logUploads().uploadNow())),
                new Route("POST", "/logs/upload/test", Role.ADMIN, "logs.upload-test", this::test));
    }

    private ApiResponse test(ApiRequest request) {
        return ApiResponse.ok(Json.object().put("place", services.logUploads().test()));
    }

    /** What is not said stays as it is. */
    private ApiResponse set(ApiRequest request) {
        LogUploads uploads = services.logUploads();
        UploadState now = uploads.state();
        ObjectReader body = new ObjectReader(Json.readObject(request.body()));
        Map<String, Secret> secrets = new HashMap<>();
        try {
            boolean automatic = body.flag("automatic", now.automatic());
            UploadSettings settings = settings(body, now.settings());
            for (String name : UploadSecrets.NAMES) {
                // an empty one removes what is kept, so it differs from one that is not named
                if (body.has(name)) {
                    secrets.put(name, Secret.of(body.longText(name, LONGEST_SECRET)));
                }
            }
            body.end();
            return answer(uploads.set(new UploadChange(automatic, settings, secrets)));
        } finally {
            secrets.values().forEach(Secret::close);
        }
    }

    private static UploadSettings settings(ObjectReader body, UploadSettings now) {
        UploadKind kind = body.name("target", UploadKind.class, now.kind());
        String directory = body.text("directory", now.directory());
        boolean hideNames = body.flag("hideNames", now.hideNames());
        Duration every =
                Duration.ofMinutes(body.count("everyMinutes", now.every().toMinutes(), MOST_MINUTES));
        if (every.compareTo(UploadSettings.SHORTEST) < 0) {
            throw BadRequests.of(body.place("everyMinutes"), "is below " + UploadSettings.SHORTEST.toMinutes());
        }
        String bucket = body.text("bucket", now.s3().bucket());
        boolean make = body.flag("makeBucket", now.s3().make());
        int keepDays = (int) body.count("keepDays", now.s3().keepDays(), Integer.MAX_VALUE);
        String host = body.text("host", now.sftp().host());
        int port = (int) body.count("port", now.sftp().port(), 65_535);
        String user = body.text("user", now.sftp().user());
        String folder = body.text("folder", now.sftp().folder());
        String fingerprint = body.text("fingerprint", now.sftp().fingerprint());
        try {
            return new UploadSettings(
                    kind,
                    directory,
                    new S3Place(bucket, make, keepDays),
                    new SftpPlace(host, port, user, folder, fingerprint),
                    every,
                    hideNames);
        } catch (IllegalArgumentException e) {
            throw BadRequests.of("$", "has a value that is none: " + e.getMessage());
        }
    }

    private static ApiResponse answer(UploadState state) {
        UploadSettings settings = state.settings();
        UploadState.Progress progress = state.progress();
        ObjectNode node = Json.object()
                .put("automatic", state.automatic())
                .put("target", settings.kind().name())
                .put("directory", settings.directory())
                .put("bucket", settings.s3().bucket())
                .put("makeBucket", settings.s3().make())
                .put("keepDays", settings.s3().keepDays())
                .put("host", settings.sftp().host())
                .put("port", settings.sftp().port())
                .put("user", settings.sftp().user())
                .put("folder", settings.sftp().folder())
                .put("fingerprint", settings.sftp().fingerprint())
                .put("everyMinutes", settings.every().toMinutes())
                .put("hideNames", settings.hideNames());
        node.set("kept", Json.texts(state.secrets().stream().sorted().toList()));
        node.put("running", progress.running())
                .put("waitingFiles", progress.waitingFiles())
                .put("waitingBytes", progress.waitingBytes())
                .put("sentFiles", progress.sentFiles());
        node.set("lastSuccess", Json.time(progress.lastSuccess()));
        node.set("lastAttempt", Json.time(progress.lastAttempt()));
        node.set("next", Json.time(progress.next()));
        UploadState.Trouble trouble = state.trouble();
        ObjectNode told = node.putObject("trouble")
                .put("code", trouble.code())
                .put("message", trouble.message())
                .put("fix", trouble.fix());
        told.set("since", Json.time(trouble.since()));
        return ApiResponse.ok(node);
    }
}
