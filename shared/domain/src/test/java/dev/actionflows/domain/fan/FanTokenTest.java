package dev.actionflows.domain.fan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

class FanTokenTest {
    private final World world = new World();
    private final Project project = world.projects.find(world.project).orElseThrow();
    private final FanId fan = world.fan(World.FAN_NUMBER);
    private final FanToken tokens = new FanToken(world.vault, "connect");
    private final Instant now = world.clock.instant();
    private final String token = tokens.issue(project, fan, now.plus(Duration.ofMinutes(10)));

    @Test
    void a_token_identifies_its_fan_until_it_expires() {
        assertThat(tokens.verify(project, token, now)).contains(fan);
        assertThat(tokens.verify(project, token, now.plus(Duration.ofMinutes(10)))).isEmpty();
    }

    @Test
    void a_token_of_another_project_or_purpose_is_invalid() {
        ProjectId otherId = ProjectId.from(world.ids);
        Project other =
                Project.created(
                        otherId,
                        "Other",
                        project.plan(),
                        project.publicBaseUrl(),
                        world.keys.createDataKey(otherId),
                        project.keys(),
                        now);

        assertThat(tokens.verify(other, token, now)).isEmpty();
        assertThat(new FanToken(world.vault, "unsubscribe").verify(project, token, now)).isEmpty();
    }

    @Test
    void changing_any_character_invalidates_a_token() {
        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            String forged = token.substring(0, i) + other + token.substring(i + 1);
            assertThat(tokens.verify(project, forged, now)).isEmpty();
        }
    }

    @Test
    void garbage_is_not_a_valid_token() {
        for (String garbage :
                new String[] {"", ".", "..", "...", "a.b.c", token + ".", "." + token}) {
            assertThat(tokens.verify(project, garbage, now)).isEmpty();
        }
    }
}
