package dev.actionflows.testkit;

import dev.actionflows.domain.streaming.AppleMusicSignIn;
import dev.actionflows.domain.streaming.AuthorisationAnswer;
import dev.actionflows.domain.streaming.StreamingApp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;

/** Apple Music's sign-in in memory: every token is one, unless it was told otherwise. */
public final class InMemoryAppleMusicSignIn implements AppleMusicSignIn {
    private final Deque<AuthorisationAnswer> script = new ArrayDeque<>();

    /** The next checks get these answers, in this order. */
    public synchronized InMemoryAppleMusicSignIn answers(AuthorisationAnswer... answers) {
        script.addAll(Arrays.asList(answers));
        return this;
    }

    @Override
    public Optional<String> developerToken(StreamingApp.AppleMusic app) {
        return Optional.of("developer-token-of-" + app.teamId());
    }

    @Override
    public synchronized AuthorisationAnswer check(
            StreamingApp.AppleMusic app, String userToken, Duration timeout) {
        AuthorisationAnswer scripted = script.poll();
        return scripted == null
                ? new AuthorisationAnswer.Granted(userToken, Set.of(), Optional.empty())
                : scripted;
    }
}
