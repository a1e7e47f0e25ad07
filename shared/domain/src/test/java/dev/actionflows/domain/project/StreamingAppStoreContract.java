package dev.actionflows.domain.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.streaming.SpotifyEndpoint;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;

/** The contract of {@link StreamingAppStore} implementations. */
public abstract class StreamingAppStoreContract {
    private static final Instant UNTIL = Instant.parse("2026-11-03T12:00:00Z");

    private final ProjectStore projects;
    private final StreamingAppStore apps;
    private final ProjectId id = Samples.projectId();

    protected StreamingAppStoreContract(ProjectStore projects, StreamingAppStore apps) {
        this.projects = projects;
        this.apps = apps;
    }

    @BeforeEach
    void create() {
        projects.create(Samples.project(id));
    }

    @Test
    void a_limit_counts_for_its_app_only() {
        apps.limited(id, StreamingProvider.SPOTIFY, "client", UNTIL);

        assertThat(states().limitedUntil(StreamingProvider.SPOTIFY, "client")).contains(UNTIL);
        assertThat(states().limitedUntil(StreamingProvider.SPOTIFY, "another")).isEmpty();
        assertThat(states().limitedUntil(StreamingProvider.APPLE_MUSIC, "client")).isEmpty();
    }

    @Test
    void a_limit_that_is_stored_already_changes_nothing() {
        apps.limited(id, StreamingProvider.SPOTIFY, "client", UNTIL);
        Project before = project();

        apps.limited(id, StreamingProvider.SPOTIFY, "client", UNTIL.plusSeconds(60));
        apps.limited(id, StreamingProvider.SPOTIFY, "client", UNTIL.minusSeconds(3_600));

        assertThat(project()).isEqualTo(before);
    }

    @Test
    void a_later_limit_and_that_of_another_app_replace_it() {
        apps.limited(id, StreamingProvider.SPOTIFY, "client", UNTIL);
        apps.limited(id, StreamingProvider.SPOTIFY, "client", UNTIL.plusSeconds(61));
        assertThat(states().limitedUntil(StreamingProvider.SPOTIFY, "client"))
                .contains(UNTIL.plusSeconds(61));

        apps.limited(id, StreamingProvider.SPOTIFY, "another", UNTIL);
        assertThat(states().limitedUntil(StreamingProvider.SPOTIFY, "another")).contains(UNTIL);
    }

    @Test
    void each_operation_has_its_endpoint_and_can_change_it() {
        apps.learned(id, StreamingOperation.SAVE_ALBUM, "client", SpotifyEndpoint.DEPRECATED);

        assertThat(states().endpoint(StreamingOperation.SAVE_ALBUM, "client"))
                .isEqualTo(SpotifyEndpoint.DEPRECATED);
        assertThat(states().endpoint(StreamingOperation.FOLLOW_ARTIST, "client"))
                .isEqualTo(SpotifyEndpoint.LIBRARY);
        assertThat(states().endpoint(StreamingOperation.SAVE_ALBUM, "another"))
                .isEqualTo(SpotifyEndpoint.LIBRARY);

        Project before = project();
        apps.learned(id, StreamingOperation.SAVE_ALBUM, "client", SpotifyEndpoint.DEPRECATED);
        assertThat(project()).isEqualTo(before);

        apps.learned(id, StreamingOperation.SAVE_ALBUM, "client", SpotifyEndpoint.LIBRARY);
        assertThat(states().endpoint(StreamingOperation.SAVE_ALBUM, "client"))
                .isEqualTo(SpotifyEndpoint.LIBRARY);
    }

    @Test
    void neither_a_concurrent_change_of_the_project_nor_what_was_learned_is_lost() {
        boolean[] first = {true};

        projects.change(
                id,
                project -> {
                    if (first[0]) {
                        first[0] = false;
                        apps.limited(id, StreamingProvider.SPOTIFY, "client", UNTIL);
                    }
                    return project.withSms(Samples.smsAccount());
                });

        assertThat(project().sms()).isPresent();
        assertThat(states().limitedUntil(StreamingProvider.SPOTIFY, "client")).contains(UNTIL);
    }

    @Test
    void an_unknown_project_is_not_created() {
        ProjectId unknown = Samples.projectId();

        apps.limited(unknown, StreamingProvider.SPOTIFY, "client", UNTIL);

        assertThat(projects.find(unknown)).isEmpty();
    }

    private Project project() {
        return projects.find(id).orElseThrow();
    }

    private StreamingAppStates states() {
        return project().streamingApps();
    }
}
