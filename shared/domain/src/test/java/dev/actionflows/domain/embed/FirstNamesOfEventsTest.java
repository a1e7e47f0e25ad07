package dev.actionflows.domain.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.document.Violations;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.testing.EmbedWorld;
import dev.actionflows.domain.testing.Together;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** First names that servers and pages send with events. */
class FirstNamesOfEventsTest {
    private final EmbedWorld embed = new EmbedWorld();
    private final World world = embed.world;

    private static EventRequest read(Map<String, ?> document) {
        Violations violations = new Violations();
        return violations.orThrow(EventRequest.decode(Fields.of(document, violations)));
    }

    private static Map<String, Object> signUp(String id, String name) {
        Map<String, Object> document = new HashMap<>();
        document.put("id", id);
        document.put("type", "sms.opted_in");
        document.put("phone", World.FAN_NUMBER.e164());
        document.put("consent", Map.of("wording", "I want texts", "version", "1"));
        document.put("firstName", name);
        return document;
    }

    private void fromServer(String id, String name) {
        embed.serverEvents()
                .receive(
                        embed.project(),
                        read(signUp(id, name)),
                        Optional.empty(),
                        EmbedWorld.CLIENT);
    }

    private EventAnswer fromPage(Map<String, ?> document) {
        return embed.pageEvents()
                .receive(embed.project(), read(document), EmbedWorld.CLIENT, embed.deadline());
    }

    private void enterCode(EventAnswer answer) {
        embed.typedCodes()
                .receive(
                        embed.project(),
                        ((EventAnswer.VerificationRequired) answer).verification().id(),
                        embed.textedCode(),
                        Optional.empty(),
                        Optional.empty(),
                        EmbedWorld.CLIENT);
    }

    private Optional<String> name() {
        return world.fans
                .findIdentity(
                        world.project,
                        world.identities.of(world.project, World.FAN_NUMBER).identity())
                .flatMap(KnownIdentity::fan)
                .flatMap(id -> world.fans.find(world.project, id))
                .flatMap(Fan::firstName)
                .map(FirstName::text);
    }

    @Test
    void a_servers_event_names_a_fan_who_has_no_name_yet() {
        fromServer("e1", " Ada ");
        assertThat(name()).contains("Ada");

        fromServer("e2", "Grace");
        fromServer("e1", "Ada");
        assertThat(name()).contains("Ada");
    }

    @Test
    void a_name_from_a_page_counts_once_the_code_is_entered() {
        EventAnswer answer = fromPage(signUp("e1", "Ada"));
        assertThat(name()).isEmpty();

        enterCode(answer);
        enterCode(answer);

        assertThat(name()).contains("Ada");
    }

    @Test
    void a_page_does_not_rename_a_fan() {
        world.fan(World.FAN_NUMBER);
        fromServer("e1", "Ada");

        enterCode(fromPage(signUp("e2", "Mallory")));

        assertThat(name()).contains("Ada");
    }

    @Test
    void a_verified_fan_on_a_page_is_named_without_a_code() {
        FanId fan = world.fan(World.FAN_NUMBER);
        Map<String, Object> event = signUp("e1", "Ada");
        event.put("fanToken", embed.fanToken(fan, Duration.ofHours(1)));

        assertThat(fromPage(event)).isInstanceOf(EventAnswer.Accepted.class);

        assertThat(name()).contains("Ada");
    }

    @Test
    void concurrent_events_give_a_fan_one_of_their_names() {
        Together.run(
                20,
                number -> {
                    fromServer("e" + number, "Ada" + number);
                    return number;
                });

        assertThat(name().orElseThrow()).startsWith("Ada");
    }

    @Test
    void an_event_with_an_invalid_name_is_rejected() {
        ProblemException problem =
                catchThrowableOfType(
                        ProblemException.class, () -> fromServer("e1", "https://evil.example"));

        assertThat(problem.violations())
                .containsExactly(
                        new Violation(
                                "/firstName",
                                "must be a name of 1 to 50 characters, in one line and without a"
                                        + " web address"));
        assertThat(name()).isEmpty();
    }
}
