package dev.actionflows.domain.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

class SessionTokenTest {
    private final World world = new World();
    private final SessionToken tokens = new SessionToken(world.vault);
    private final Instant now = world.clock.instant();
    private final ApiKey key = ApiKey.create(ApiKey.Kind.EDIT, world.project, world.ids);
    private final Project project =
            world.projects
                    .change(world.project, it -> it.withKeys(it.keys().rotated(key, now, now)))
                    .orElseThrow();
    private final String token = tokens.issue(project, key, now);

    @Test
    void a_token_names_the_project_and_the_key_for_twelve_hours() {
        assertThat(SessionToken.projectOf(token)).contains(project.id());
        assertThat(tokens.verify(project, token, now))
                .contains(
                        new ConsoleSession(
                                ApiKey.Kind.EDIT, key.hash(), now.plus(Duration.ofHours(12))));
        assertThat(tokens.verify(project, token, now.plus(Duration.ofHours(12)).minusMillis(1)))
                .isPresent();
        assertThat(tokens.verify(project, token, now.plus(Duration.ofHours(12)))).isEmpty();
    }

    @Test
    void a_token_has_only_characters_that_a_cookie_may_have_and_not_the_key() {
        // RFC 6265, section 4.1.1: cookie-octet
        assertThat(token)
                .matches("[A-Za-z0-9._-]{100,140}")
                .doesNotContain(key.hash())
                .doesNotContain(key.text().substring(20));
    }

    @ParameterizedTest
    @EnumSource
    void every_kind_of_key_has_tokens_of_its_own(ApiKey.Kind kind) {
        ApiKey other = ApiKey.create(kind, world.project, world.ids);
        Project changed = project.withKeys(project.keys().rotated(other, now, now));
        String issued = tokens.issue(changed, other, now);

        assertThat(tokens.verify(changed, issued, now).map(ConsoleSession::kind)).contains(kind);
        for (ApiKey.Kind claimed : ApiKey.Kind.values()) {
            String forged =
                    issued.replace("." + kind.wireName() + ".", "." + claimed.wireName() + ".");
            assertThat(tokens.verify(changed, forged, now).isPresent()).isEqualTo(claimed == kind);
        }
    }

    @Test
    void a_token_of_another_project_is_invalid() {
        ProjectId id = ProjectId.from(world.ids);
        Project other =
                Project.created(
                        id,
                        "Other",
                        project.plan(),
                        project.publicBaseUrl(),
                        world.keys.createDataKey(id),
                        project.keys(),
                        now);
        String claimed = token.replace(project.id().value(), id.value());

        assertThat(tokens.verify(other, token, now)).isEmpty();
        assertThat(tokens.verify(other, claimed, now)).isEmpty();
        assertThat(tokens.verify(project, claimed, now)).isEmpty();
        assertThat(tokens.verify(project, tokens.issue(other, key, now), now)).isEmpty();
    }

    @Test
    void a_token_for_another_purpose_is_invalid() {
        String content = token.substring(0, token.lastIndexOf('.'));
        byte[] mac = world.vault.mac(project, "fan-token\nfan", content);

        assertThat(
                        tokens.verify(
                                project,
                                content
                                        + "."
                                        + Base64.getUrlEncoder()
                                                .withoutPadding()
                                                .encodeToString(mac),
                                now))
                .isEmpty();
    }

    @Test
    void changing_or_removing_any_character_invalidates_a_token() {
        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(
                            tokens.verify(
                                    project,
                                    token.substring(0, i) + other + token.substring(i + 1),
                                    now))
                    .isEmpty();
            assertThat(tokens.verify(project, token.substring(0, i), now)).isEmpty();
            assertThat(tokens.verify(project, token.substring(0, i) + token.substring(i + 1), now))
                    .isEmpty();
        }
        assertThat(tokens.verify(project, token + ".", now)).isEmpty();
        assertThat(tokens.verify(project, token + "=", now)).isEmpty();
    }

    @Test
    void other_text_names_no_project() {
        for (String text : new String[] {"", ".", "....", "x.look.00.1.A", "prj_.look.00.1.A"}) {
            assertThat(SessionToken.projectOf(text)).isEmpty();
        }
        assertThat(SessionToken.projectOf(token + ".")).isEmpty();
    }

    @Test
    void a_token_of_a_replaced_key_names_it_until_another_one_replaces_that() {
        ApiKey second = ApiKey.create(ApiKey.Kind.EDIT, world.project, world.ids);
        ApiKey third = ApiKey.create(ApiKey.Kind.EDIT, world.project, world.ids);
        Project replaced = project.withKeys(project.keys().rotated(second, now, now));
        Project again = replaced.withKeys(replaced.keys().rotated(third, now, now));

        assertThat(tokens.verify(replaced, token, now).map(ConsoleSession::keyHash))
                .contains(key.hash());
        assertThat(replaced.keys().isValid(ApiKey.Kind.EDIT, key.hash(), now)).isFalse();
        assertThat(tokens.verify(again, token, now)).isEmpty();
    }

    @Test
    void a_project_without_the_key_knows_no_token_of_it() {
        Project before =
                project.withKeys(
                        new ApiKeyHashes(
                                project.keys().current(ApiKey.Kind.SECRET).orElseThrow(),
                                project.keys().current(ApiKey.Kind.PUBLISHABLE).orElseThrow()));

        assertThat(tokens.verify(before, token, now)).isEmpty();
        assertThat(before.keys().current(ApiKey.Kind.EDIT)).isEmpty();
    }
}
