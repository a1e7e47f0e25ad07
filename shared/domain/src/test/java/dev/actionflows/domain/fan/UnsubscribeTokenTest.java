package dev.actionflows.domain.fan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.testing.MailWorld;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;

class UnsubscribeTokenTest {
    private final World world = new World();
    private final Project project = world.projects.find(world.project).orElseThrow();
    private final UnsubscribeToken tokens = new UnsubscribeToken(world.vault);
    private final Identity address =
            world.identities.of(world.project, MailWorld.ADDRESS).identity();
    private final String token = tokens.issuer(project).apply(address);

    @Test
    void a_token_identifies_the_project_and_the_address() {
        assertThat(UnsubscribeToken.projectOf(token)).contains(project.id());
        assertThat(tokens.verify(project, token)).contains(address);
    }

    @Test
    void a_token_contains_no_address_and_only_characters_that_a_url_keeps() {
        // RFC 3986, section 2.3: unreserved characters
        assertThat(token).matches("[A-Za-z0-9._~-]{1,200}").doesNotContain("ada");
    }

    @Test
    void the_same_address_always_has_the_same_token_and_another_one_has_another() {
        assertThat(tokens.issuer(project).apply(address)).isEqualTo(token);
        assertThat(tokens.issuer(project).apply(new Identity(Identity.Kind.EMAIL, "00".repeat(32))))
                .isNotEqualTo(token);
    }

    @Test
    void a_token_is_valid_for_years() {
        world.clock.advance(Duration.ofDays(3_650));

        assertThat(new UnsubscribeToken(world.vault).verify(project, token)).contains(address);
    }

    @Test
    void a_token_of_another_project_is_invalid() {
        Project other = otherProject();
        String mac = token.substring(token.lastIndexOf('.'));
        String claimed = token.replace(project.id().value(), other.id().value());

        assertThat(tokens.verify(other, token)).isEmpty();
        assertThat(tokens.verify(other, claimed)).isEmpty();
        assertThat(tokens.verify(project, claimed)).isEmpty();
        assertThat(tokens.issuer(other).apply(address)).doesNotEndWith(mac);
    }

    private Project otherProject() {
        ProjectId id = ProjectId.from(world.ids);
        return Project.created(
                id,
                "Other",
                project.plan(),
                project.publicBaseUrl(),
                world.keys.createDataKey(id),
                project.keys(),
                world.clock.instant());
    }

    @Test
    void changing_any_character_invalidates_a_token() {
        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            String forged = token.substring(0, i) + other + token.substring(i + 1);
            assertThat(tokens.verify(project, forged)).as(forged).isEmpty();
        }
    }

    @Test
    void every_truncated_token_is_invalid() {
        for (int i = 0; i < token.length(); i++) {
            assertThat(tokens.verify(project, token.substring(0, i))).isEmpty();
        }
    }

    @Test
    void a_token_of_another_purpose_is_invalid() {
        String fan =
                new FanToken(world.vault, "connect")
                        .issue(project, world.fan(World.FAN_NUMBER), world.clock.instant());

        assertThat(tokens.verify(project, fan)).isEmpty();
    }

    @Test
    void garbage_is_not_a_valid_token() {
        for (String garbage :
                new String[] {
                    "",
                    ".",
                    "..",
                    "...",
                    "a.b.c",
                    project.id() + "..",
                    project.id() + ".*.*",
                    token + ".",
                    "." + token,
                    token + "A",
                    " " + token,
                    token + "=",
                }) {
            assertThat(tokens.verify(project, garbage)).as(garbage).isEmpty();
        }
        assertThat(UnsubscribeToken.projectOf("prj.a.b")).isEmpty();
        assertThat(UnsubscribeToken.projectOf(project.id() + ".a")).isEmpty();
        assertThat(UnsubscribeToken.projectOf("")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = Identity.Kind.class, names = "EMAIL", mode = EnumSource.Mode.EXCLUDE)
    void only_an_email_address_gets_a_token(Identity.Kind kind) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> tokens.issuer(project).apply(new Identity(kind, "00".repeat(32))));
    }
}
