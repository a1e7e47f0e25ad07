package dev.actionflows.domain.connect;

import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The URL that starts an attempt, with its parameters. */
record StartLink(String text) {
    static StartLink to(Project project, StreamingProvider provider) {
        return new StartLink(
                "%s/connect/%s/start?project=%s"
                        .formatted(project.publicBaseUrl(), provider.wireName(), project.id()));
    }

    /**
     * The URL of another attempt. Empty if this one began with a token, which only the fan's own
     * link contains.
     */
    static Optional<String> again(Project project, ConnectAttempt attempt) {
        if (attempt.fan().isPresent()) {
            return Optional.empty();
        }
        StartLink link = to(project, attempt.provider());
        return Optional.of(
                attempt.action()
                        .map(link::with)
                        .orElse(link)
                        .with("return", attempt.returnTo())
                        .text());
    }

    StartLink with(FanAction action) {
        String subject =
                switch (action) {
                    case FanAction.PreSave _, FanAction.AddToLibrary _ -> "releaseId";
                    case FanAction.Follow _, FanAction.NextSave _ -> "artistId";
                };
        return with("action", Optional.of(action.wireName()))
                .with(subject, Optional.of(action.scope()));
    }

    /** URL-encoded, so that a value cannot be read as another parameter. */
    static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(it -> parameter(it.getKey(), it.getValue()))
                .collect(Collectors.joining());
    }

    private static String parameter(String name, String value) {
        return "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    StartLink with(Map<String, String> parameters) {
        return new StartLink(text + query(parameters));
    }

    StartLink with(String name, Optional<String> value) {
        return value.map(it -> new StartLink(text + parameter(name, it))).orElse(this);
    }
}
