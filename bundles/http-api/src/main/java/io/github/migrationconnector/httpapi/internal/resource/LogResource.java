package io.github.migrationconnector.httpapi.internal.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.log.LevelSetting;
import io.github.migrationconnector.api.log.LogArea;
import io.github.migrationconnector.api.log.LogEntry;
import io.github.migrationconnector.api.log.LogFile;
import io.github.migrationconnector.api.log.LogLevel;
import io.github.migrationconnector.api.log.LogQuery;
import io.github.migrationconnector.api.log.LogSpace;
import io.github.migrationconnector.api.log.Logs;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.httpapi.internal.http.ApiRequest;
import io.github.migrationconnector.httpapi.internal.http.ApiResponse;
import io.github.migrationconnector.httpapi.internal.http.Route;
import io.github.migrationconnector.httpapi.internal.json.BadRequests;
import io.github.migrationconnector.httpapi.internal.json.Json;
import io.github.migrationconnector.httpapi.internal.json.ObjectReader;
import io.github.migrationconnector.httpapi.internal.service.Services;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The logs: files, what is in them, what comes, and how much is written. A support bundle has a servlet of its own. */
final class LogResource {
    private static final int PAGE = 100;
    private static final int LONGEST_WAIT_SECONDS = 30;

    private final Services services;

    LogResource(Services services) {
        this.services = services;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", "/logs", Role.OPERATOR, this::overview),
                new Route("GET", "/logs/entries", Role.OPERATOR, this::find),
                new Route("GET", "/logs/live", Role.OPERATOR, this::follow),
                new Route("GET", "/logs/levels", Role.OPERATOR, this::levels),
                new Route("POST", "/logs/levels", Role.ADMIN, "logs.level", this::setLevel));
    }

    private ApiResponse overview(ApiRequest request) {
        Logs logs = services.logs();
        LogSpace space = logs.space();
        ObjectNode node = Json.object()
                .put("bytes", space.bytes())
                .put("capBytes", space.capBytes())
                .put("freeBytes", space.freeBytes())
                .put("shrunk", space.shrunk());
        node.set("files", Json.array(logs.files(), LogResource::file));
        return ApiResponse.ok(node);
    }

    private ApiResponse find(ApiRequest request) {
        return ApiResponse.ok(Json.array(services.logs().find(query(request)), LogResource::entry));
    }

    private ApiResponse follow(ApiRequest request) {
        Logs logs = services.logs();
        LogQuery query = query(request);
        long after = number(request, "after", logs.latest(), Long.MAX_VALUE);
        Duration wait = Duration.ofSeconds(number(request, "wait", 0, LONGEST_WAIT_SECONDS));
        try {
            List<LogEntry> news = logs.after(after, wait);
            long next = news.isEmpty() ? after : news.get(news.size() - 1).number();
            ObjectNode node = Json.object().put("next", next);
            node.set("entries", Json.array(news.stream().filter(query::finds).toList(), LogResource::entry));
            return ApiResponse.ok(node);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem("DAEMON_STOPPING", "the daemon is stopping", "Ask again.", Retry.ON_RESUME).asException();
        }
    }

    private static LogQuery query(ApiRequest request) {
        Set<LogArea> areas = request.parameter("area")
                .map(word -> Set.of(LogArea.of(word)
                        .orElseThrow(() -> BadRequests.of(
                                "$query.area", "is none of connector, set-up, replication, upgrade, access"))))
                .orElse(Set.of());
        LogLevel least = request.parameter("level")
                .map(word -> Stream.of(LogLevel.values())
                        .filter(level -> level.name().equals(word))
                        .findFirst()
                        .orElseThrow(
                                () -> BadRequests.of("$query.level", "is none of ERROR, WARN, INFO, DEBUG, TRACE")))
                .orElse(LogLevel.TRACE);
        Instant before = request.parameter("before").map(LogResource::time).orElse(Instant.MAX);
        return new LogQuery(
                request.parameter("text").orElse(""),
                areas,
                least,
                request.parameter("id").orElse(""),
                before,
                (int) Math.max(1, number(request, "count", PAGE, LogQuery.MOST)));
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw BadRequests.of("$query.before", "is no time such as 2026-11-24T18:00:00Z");
        }
    }

    private static long number(ApiRequest request, String name, long otherwise, long most) {
        return request.parameter(name)
                .map(text -> {
                    if (!text.matches("[0-9]{1,18}") || Long.parseLong(text) > most) {
                        throw BadRequests.of(
                                "$query." + name,
                                "is not a number from 0 " + (most == Long.MAX_VALUE ? "on" : "to " + most));
                    }
                    return Long.parseLong(text);
                })
                .orElse(otherwise);
    }

    private ApiResponse levels(ApiRequest request) {
        return ApiResponse.ok(Json.array(services.logs().levels(), LogResource::level));
    }

    private ApiResponse setLevel(ApiRequest request) {
        ObjectReader body = new ObjectReader(Json.readObject(request.body()));
        String name = body.text("name");
        boolean reset = body.flag("reset");
        LogLevel level = body.name("level", LogLevel.class, LogLevel.INFO);
        body.end();
        Logs logs = services.logs();
        if (reset) {
            logs.resetLevel(name);
        } else {
            logs.setLevel(name, level);
        }
        return ApiResponse.ok(Json.array(logs.levels(), LogResource::level));
    }

    private static ObjectNode file(LogFile file) {
        return Json.object()
                .put("name", file.name())
                .put("area", file.area().word())
                .put("bytes", file.bytes())
                .put("changedAt", file.changedAt().toString())
                .put("current", file.current());
    }

    private static ObjectNode level(LevelSetting setting) {
        return Json.object()
                .put("name", setting.name())
                .put("level", setting.level().name())
                .put("chosen", setting.chosen());
    }

    private static ObjectNode entry(LogEntry entry) {
        return Json.object()
                .put("number", entry.number())
                .put("time", entry.at().toString())
                .put("level", entry.level().name())
                .put("area", entry.area().word())
                .put("logger", entry.logger())
                .put("thread", entry.thread())
                .put("message", entry.message())
                .put("run", entry.work().run())
                .put("job", entry.work().job())
                .put("vm", entry.work().vm())
                .put("error", entry.error());
    }
}
