package dev.actionflows.domain.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.ApiKey;
import dev.actionflows.domain.testing.Together;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;

class PageAccessServiceTest {
    private final World world = new World();
    private final PageAccessService pages =
            new PageAccessService(world.projects, world.ids, world.clock);

    private boolean isGood(ApiKey key) {
        return key.isAmong(pages.get(world.project).keys(), world.clock.instant());
    }

    private ApiKey rotate(Duration overlap) {
        return pages.rotate(world.project, ApiKey.Kind.SECRET, overlap).key();
    }

    @Test
    void an_old_key_stays_valid_during_the_overlap() {
        ApiKey old = rotate(Duration.ZERO);
        ApiKey next = rotate(PageAccessService.OVERLAP);
        assertThat(isGood(old)).isTrue();
        assertThat(isGood(next)).isTrue();

        world.clock.advance(PageAccessService.OVERLAP);

        assertThat(isGood(old)).isFalse();
        assertThat(isGood(next)).isTrue();
    }

    @Test
    void a_leaked_key_can_be_revoked_immediately() {
        ApiKey leaked = rotate(PageAccessService.OVERLAP);
        rotate(Duration.ZERO);

        assertThat(isGood(leaked)).isFalse();
    }

    @Test
    void a_repeated_rotation_returns_the_same_key_and_revokes_no_other() {
        PageAccessService repeated =
                new PageAccessService(world.projects, count -> new byte[count], world.clock);
        ApiKey key =
                repeated.rotate(world.project, ApiKey.Kind.SECRET, PageAccessService.OVERLAP).key();
        assertThat(repeated.rotate(world.project, ApiKey.Kind.SECRET, Duration.ZERO).key())
                .isEqualTo(key);

        assertThat(pages.get(world.project).keys().retired()).hasSize(1);
        assertThat(isGood(key)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT24H"})
    void a_later_repeat_of_a_rotation_reports_the_same_end_of_the_old_keys(Duration overlap) {
        PageAccessService repeated =
                new PageAccessService(world.projects, count -> new byte[count], world.clock);
        PageAccessService.Rotated first =
                repeated.rotate(world.project, ApiKey.Kind.SECRET, overlap);
        assertThat(first.oldKeysEndAt()).isEqualTo(world.clock.instant().plus(overlap));

        world.clock.advance(Duration.ofMinutes(2));

        assertThat(repeated.rotate(world.project, ApiKey.Kind.SECRET, overlap)).isEqualTo(first);
        assertThat(repeated.rotatedBefore(world.project, ApiKey.Kind.SECRET)).contains(first);
        rotate(PageAccessService.OVERLAP);
        assertThat(repeated.rotate(world.project, ApiKey.Kind.SECRET, overlap).key())
                .isEqualTo(first.key());
    }

    @Test
    void no_concurrent_rotation_is_lost() {
        List<ApiKey> keys = Together.run(4, _ -> rotate(PageAccessService.OVERLAP));

        assertThat(keys).allMatch(this::isGood).doesNotHaveDuplicates();
    }

    @Test
    void the_number_of_old_keys_is_limited() {
        for (int times = 0; times < 10; times++) {
            rotate(PageAccessService.OVERLAP);
        }
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> rotate(PageAccessService.OVERLAP))
                .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.STATE_CONFLICT));
        assertThat(isGood(rotate(Duration.ZERO))).isTrue();
    }

    @Test
    void old_keys_of_one_kind_do_not_limit_the_other_kind() {
        for (int times = 0; times < 10; times++) {
            pages.rotate(world.project, ApiKey.Kind.PUBLISHABLE, PageAccessService.OVERLAP);
        }

        ApiKey secret = rotate(PageAccessService.OVERLAP);

        assertThat(isGood(secret)).isTrue();
        assertThat(isGood(rotate(Duration.ZERO))).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"LOOK", "EDIT", "OPERATE"})
    void the_first_rotation_of_a_role_makes_its_key(ApiKey.Kind kind) {
        PageAccessService.Rotated first =
                pages.rotate(world.project, kind, PageAccessService.OVERLAP);

        assertThat(first.key().kind()).isEqualTo(kind);
        assertThat(isGood(first.key())).isTrue();
        assertThat(first.oldKeysEndAt()).isEqualTo(world.clock.instant());
        assertThat(pages.get(world.project).keys().retired()).isEmpty();
        ApiKey next = pages.rotate(world.project, kind, Duration.ZERO).key();
        assertThat(isGood(next)).isTrue();
        assertThat(isGood(first.key())).isFalse();
    }

    @Test
    void an_unknown_project_is_not_found() {
        ProjectId unknown = ProjectId.from(world.ids);
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> pages.useOrigins(unknown, List.of()))
                .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }
}
