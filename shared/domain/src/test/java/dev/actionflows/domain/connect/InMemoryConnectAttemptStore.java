package dev.actionflows.domain.connect;

import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public final class InMemoryConnectAttemptStore implements ConnectAttemptStore {
    private final Map<String, ConnectAttempt> attempts = new HashMap<>();
    private final Map<String, String> takers = new HashMap<>();

    @Override
    public synchronized void begin(ConnectAttempt attempt) {
        attempts.put(key(attempt.project(), attempt.id()), attempt);
    }

    @Override
    public synchronized Taken take(
            ProjectId project, String id, String browser, String taker, Instant now) {
        String key = key(project, id);
        Optional<ConnectAttempt> attempt = Optional.ofNullable(attempts.get(key));
        if (attempt.isEmpty()) {
            return new Taken.Refused(Refusal.UNKNOWN, attempt);
        }
        if (!attempt.get().browser().equals(browser)) {
            return new Taken.Refused(Refusal.OTHER_BROWSER, attempt);
        }
        String before = takers.get(key);
        if (before != null && !before.equals(taker)) {
            return new Taken.Refused(Refusal.USED, attempt);
        }
        if (!now.isBefore(attempt.get().endsAt())) {
            return new Taken.Refused(before == null ? Refusal.EXPIRED : Refusal.USED, attempt);
        }
        takers.put(key, taker);
        return new Taken.Granted(attempt.get());
    }

    /** All stored attempts, for assertions. */
    public synchronized List<ConnectAttempt> all() {
        return new ArrayList<>(attempts.values());
    }

    private static String key(ProjectId project, String id) {
        return project + "/" + id;
    }
}
