package dev.actionflows.instagramtokenrefresher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.messaging.InstagramToken;
import dev.actionflows.domain.project.InstagramAccountId;
import dev.actionflows.domain.project.InstagramAccountStore;
import dev.actionflows.domain.testing.RecordingObserver.Fact;
import dev.actionflows.domain.testing.World;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.testkit.TestContext;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

class InstagramTokenRefresherHandlerTest {
    private final World world = new World();

    private String invoke(Application application) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        new InstagramTokenRefresherHandler(
                        application.instagramTokens(),
                        world.clock,
                        new Log(OutputStream.nullOutputStream(), world.clock))
                .handleRequest(
                        new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8)),
                        output,
                        new TestContext());
        return output.toString(StandardCharsets.UTF_8);
    }

    @Test
    void it_refreshes_the_tokens_and_reports_that_all_accounts_were_checked() throws IOException {
        world.application
                .management()
                .instagramChannel()
                .use(
                        world.project,
                        new InstagramAccountId("17841405309211844"),
                        Optional.of(new InstagramToken("a-long-lived-access-token")));
        world.clock.advance(Duration.ofDays(2));

        assertThat(invoke(world.application)).isEqualTo("{\"complete\":true}");

        assertThat(world.ports.instagramTokens.requested()).hasSize(1);
        assertThat(world.observer.facts(Fact.AccountsChecked.class))
                .containsExactly(new Fact.AccountsChecked(1, 0));
    }

    @Test
    void without_accounts_it_reports_too() throws IOException {
        invoke(world.application);

        assertThat(world.observer.facts(Fact.AccountsChecked.class))
                .containsExactly(new Fact.AccountsChecked(0, 0));
    }

    @Test
    void if_the_accounts_cannot_be_listed_the_invocation_fails() {
        InstagramAccountStore failing =
                (InstagramAccountStore)
                        Proxy.newProxyInstance(
                                InstagramAccountStore.class.getClassLoader(),
                                new Class<?>[] {InstagramAccountStore.class},
                                (_, _, _) -> {
                                    throw new ProblemException(ErrorCode.TRY_AGAIN, "busy");
                                });

        assertThatThrownBy(() -> invoke(world.with(InstagramAccountStore.class, failing)))
                .isInstanceOf(ProblemException.class);
        assertThat(world.observer.facts(Fact.AccountsChecked.class)).isEmpty();
    }
}
