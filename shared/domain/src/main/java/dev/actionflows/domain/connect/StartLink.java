package dev.actionflows.domain.connect;

import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The URL at which fans set out, with its parameters. */
record StartLink(String text) {
    static StartLink to(Project project, StreamingProvider provider) {
        return new StartLink(
                "%s/connect/%s/start?project=%s"
                        .formatted(project.publicBaseUrl(), provider.wireName(), project.id()));
    }

    /** For another try. Empty when it began with a token, which only the fan's own link holds. */
    static Optional<String> again(Project project, ConnectAttempt attempt) {
        if (attempt.fan().isPresent()) {
            return Optional.empty();
        }
        StartLink link = to(project, attempt.provider());
        if (attempt.action().isPresent()) {
            FanAction action = attempt.action().get();
            String subject =
                    switch (action) {
                        case FanAction.PreSave _, FanAction.AddToLibrary _ -> "releaseId";
                        case FanAction.Follow _, FanAction.NextSave _ -> "artistId";
                    };
            link =
                    link.with("action", Optional.of(action.wireName()))
                            .with(subject, Optional.of(action.scope()));
        }
        return Optional.of(link.with("return", attempt.returnTo()).text());
    }

    StartLink with(Map<String, String> parameters) {
        StartLink link = this;
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            link = link.with(parameter.getKey(), Optional.of(parameter.getValue()));
        }
        return link;
    }

    StartLink with(String name, Optional<String> value) {
        return value.map(
                        it ->
                                new StartLink(
                                        text
                                                + "&"
                                                + name
                                                + "="
                                                + URLEncoder.encode(it, StandardCharsets.UTF_8)))
                .orElse(this);
    }
}
