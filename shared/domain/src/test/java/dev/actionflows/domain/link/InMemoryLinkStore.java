package dev.actionflows.domain.link;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

public class InMemoryLinkStore implements LinkStore {
    private final Map<LinkCode, MessageLink> links = new ConcurrentHashMap<>();
    private final Map<LinkCode, Long> revisions = new ConcurrentHashMap<>();

    @Override
    public void put(
            LinkCode code,
            String message,
            Set<LinkTarget> targets,
            Optional<LinkOwner> owner,
            long revision) {
        links.compute(
                code,
                (_, known) -> {
                    if (known == null) {
                        revisions.put(code, revision);
                        return new MessageLink(message, targets, owner, LinkVisits.NONE);
                    }
                    if (!known.message().equals(message)) {
                        throw new IllegalStateException(
                                "two messages have the same code of a link: " + message);
                    }
                    if (revisions.getOrDefault(code, 0L) > revision) {
                        return known;
                    }
                    revisions.put(code, revision);
                    return new MessageLink(message, targets, owner, known.visits());
                });
    }

    @Override
    public Optional<MessageLink> find(LinkCode code) {
        return Optional.ofNullable(links.get(code));
    }

    /** The links of a message, for assertions. */
    public Optional<MessageLink> ofMessage(String message) {
        return links.values().stream().filter(it -> it.message().equals(message)).findFirst();
    }

    @Override
    public Map<LinkCode, MessageLink> findAll(Collection<LinkCode> codes) {
        Map<LinkCode, MessageLink> found = new HashMap<>(links);
        found.keySet().retainAll(codes);
        return found;
    }

    @Override
    public void open(LinkCode code, Instant at) {
        change(code, visits -> visits.opened(at));
    }

    @Override
    public void click(LinkCode code, Instant at) {
        change(code, visits -> visits.clicked(at));
    }

    private void change(LinkCode code, UnaryOperator<LinkVisits> change) {
        links.computeIfPresent(
                code,
                (_, link) ->
                        new MessageLink(
                                link.message(),
                                link.targets(),
                                link.owner(),
                                change.apply(link.visits())));
    }

    @Override
    public void remove(LinkCode code) {
        links.remove(code);
    }
}
