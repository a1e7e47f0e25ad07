package dev.actionflows.domain.streaming;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;

/** An in-memory Apple Music sign-in: every token is valid unless configured otherwise. */
public final class InMemoryAppleMusicSignIn implements AppleMusicSignIn {
    private final Deque<AuthorizationAnswer> script = new ArrayDeque<>();

    /** The next checks get these answers, in this order. */
    public synchronized InMemoryAppleMusicSignIn answers(AuthorizationAnswer... answers) {
        script.addAll(Arrays.asList(answers));
        return this;
    }

    @Override
    public Optional<String> developerToken(StreamingApp.AppleMusic app) {
        return Optional.of("developer-token-of-" + app.teamId());
    }

    @Override
    public synchronized AuthorizationAnswer check(
            StreamingApp.AppleMusic app, String userToken, Duration timeout) {
        AuthorizationAnswer scripted = script.poll();
        return scripted == null
                ? new AuthorizationAnswer.Granted(userToken, Set.of(), Optional.empty())
                : scripted;
    }
}
