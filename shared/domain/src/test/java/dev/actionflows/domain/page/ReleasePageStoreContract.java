package dev.actionflows.domain.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.page.ReleasePageStore.Stored;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Together;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

/** The contract of {@link ReleasePageStore} implementations. */
public abstract class ReleasePageStoreContract {
    private static final int THREADS = 8;

    private final ReleasePageStore pages;
    private final ProjectId project = Samples.projectId();
    private final ReleaseId release = releaseId();
    private final Slug slug = new Slug("midnight-" + project.value().substring(4));
    private final Slug other = new Slug("other-" + project.value().substring(4));

    protected ReleasePageStoreContract(ReleasePageStore pages) {
        this.pages = pages;
    }

    private static ReleaseId releaseId() {
        return new ReleaseId("rel_" + Samples.projectId().value().substring(4));
    }

    private ReleasePage page(Slug at, ReleaseId of) {
        return new ReleasePage(at, project, of, PageContent.none());
    }

    @Test
    void a_page_is_found_by_its_slug_and_by_its_release_with_everything_in_it() {
        PageContent full =
                new PageContent(
                        Optional.of("https://images.example/cover.webp"),
                        Optional.of(new ArtistId("art_0123456789abcdef")),
                        Optional.of(new PageTrack("Tide", "https://audio.example/tide.mp3")),
                        Optional.of(new SignUpForm("I agree to texts", "1", Optional.of("44"))),
                        Optional.of(new SignUpForm("I agree to mail", "2", Optional.empty())),
                        Optional.of("https://label.example/terms"),
                        Optional.of("https://label.example/privacy"));
        ReleasePage page = new ReleasePage(slug, project, release, full);

        assertThat(pages.put(page)).isEqualTo(Stored.DONE);

        assertThat(pages.find(slug)).contains(page);
        assertThat(pages.of(project, release)).contains(page);
    }

    @Test
    void nothing_is_found_before_there_is_a_page() {
        assertThat(pages.find(slug)).isEmpty();
        assertThat(pages.of(project, release)).isEmpty();
    }

    @Test
    void a_page_can_be_replaced_under_the_same_slug() {
        pages.put(page(slug, release));
        ReleasePage changed =
                new ReleasePage(
                        slug,
                        project,
                        release,
                        new PageContent(
                                Optional.of("https://images.example/new.webp"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));

        assertThat(pages.put(changed)).isEqualTo(Stored.DONE);
        assertThat(pages.put(changed)).isEqualTo(Stored.DONE);

        assertThat(pages.find(slug)).contains(changed);
    }

    @Test
    void a_slug_belongs_to_one_release_of_all_projects() {
        pages.put(page(slug, release));
        ProjectId stranger = Samples.projectId();

        assertThat(pages.put(page(slug, releaseId()))).isEqualTo(Stored.SLUG_TAKEN);
        assertThat(pages.put(new ReleasePage(slug, stranger, release, PageContent.none())))
                .isEqualTo(Stored.SLUG_TAKEN);

        assertThat(pages.find(slug)).contains(page(slug, release));
        assertThat(pages.of(stranger, release)).isEmpty();
    }

    @Test
    void a_page_keeps_its_slug() {
        pages.put(page(slug, release));

        assertThat(pages.put(page(other, release))).isEqualTo(Stored.OTHER_SLUG);

        assertThat(pages.of(project, release)).contains(page(slug, release));
        assertThat(pages.find(other)).isEmpty();
    }

    @Test
    void a_removed_page_frees_its_slug() {
        pages.put(page(slug, release));

        pages.remove(project, release);
        pages.remove(project, release);

        assertThat(pages.find(slug)).isEmpty();
        assertThat(pages.of(project, release)).isEmpty();
        assertThat(pages.put(page(slug, releaseId()))).isEqualTo(Stored.DONE);
    }

    @RepeatedTest(5)
    void of_concurrent_pages_with_one_slug_one_is_stored() {
        List<Stored> stored = Together.run(THREADS, _ -> pages.put(page(slug, releaseId())));

        assertThat(stored).containsOnlyOnce(Stored.DONE).contains(Stored.SLUG_TAKEN);
    }
}
