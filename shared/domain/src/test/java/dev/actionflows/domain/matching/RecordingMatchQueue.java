package dev.actionflows.domain.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Records requests to search ids. */
public final class RecordingMatchQueue implements MatchQueue {
    private final List<Sent> sent = new ArrayList<>();

    public record Sent(MatchRequest request, Duration delay) {}

    @Override
    public void send(MatchRequest request, Duration delay) {
        assertThat(delay).isBetween(Duration.ZERO, MAX_DELAY);
        assertThat(delay.toNanosPart()).isZero();
        sent.add(new Sent(request, delay));
    }

    public List<Sent> sent() {
        return List.copyOf(sent);
    }

    /** Removes and returns the requests. */
    public List<Sent> take() {
        List<Sent> taken = sent();
        sent.clear();
        return taken;
    }
}
