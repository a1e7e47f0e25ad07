package dev.actionflows.domain.link;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

public final class InMemoryLinkStore implements LinkStore {
    private final Map<LinkCode, MessageLink> links = new ConcurrentHashMap<>();

    @Override
    public void add(LinkCode code, String message) {
        MessageLink link =
                links.computeIfAbsent(code, _ -> new MessageLink(message, LinkVisits.NONE));
        if (!link.message().equals(message)) {
            throw new IllegalStateException(
                    "two messages have the same code of a link: " + message);
        }
    }

    @Override
    public Optional<MessageLink> find(LinkCode code) {
        return Optional.ofNullable(links.get(code));
    }

    @Override
    public Optional<MessageLink> open(LinkCode code, Instant at) {
        return change(code, visits -> visits.opened(at));
    }

    @Override
    public void click(LinkCode code, Instant at) {
        change(code, visits -> visits.clicked(at));
    }

    private Optional<MessageLink> change(LinkCode code, UnaryOperator<LinkVisits> change) {
        return Optional.ofNullable(
                links.computeIfPresent(
                        code,
                        (_, link) -> new MessageLink(link.message(), change.apply(link.visits()))));
    }

    @Override
    public void remove(LinkCode code) {
        links.remove(code);
    }
}
