package dev.actionflows.domain.messaging;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Issues a new token for each token unless configured otherwise. Thread-safe. */
public final class InMemoryInstagramTokenProvider implements InstagramTokenProvider {
    /** How long a new token is valid. */
    public static final Duration VALID_FOR = Duration.ofDays(60);

    private final Deque<Refresh> script = new ArrayDeque<>();
    private final List<InstagramToken> requested = new ArrayList<>();

    /** The next requests get these results, in this order. */
    public synchronized InMemoryInstagramTokenProvider answers(Refresh... results) {
        script.addAll(List.of(results));
        return this;
    }

    /** The tokens that were to be refreshed, in order. */
    public synchronized List<InstagramToken> requested() {
        return List.copyOf(requested);
    }

    @Override
    public synchronized Refresh refresh(InstagramToken token, Duration timeout) {
        requested.add(token);
        Refresh scripted = script.poll();
        return scripted == null
                ? new Refresh.Refreshed(new InstagramToken(token.value() + "-refreshed"), VALID_FOR)
                : scripted;
    }
}
