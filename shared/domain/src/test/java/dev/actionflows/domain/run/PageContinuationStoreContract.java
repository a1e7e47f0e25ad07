package dev.actionflows.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.PageContinuationStore.ContinuedPage;
import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;

/** The contract of {@link PageContinuationStore} implementations. */
public abstract class PageContinuationStoreContract {
    private final PageContinuationStore pages;
    private final ProjectId project = Samples.projectId();

    protected PageContinuationStoreContract(PageContinuationStore pages) {
        this.pages = pages;
    }

    @Test
    void adding_a_page_is_idempotent() {
        ContinuedPage first = new ContinuedPage(project, "pass", "");
        ContinuedPage second = new ContinuedPage(project, "pass", "2.cursor");
        assertThat(pages.continuationOf(first)).isEmpty();

        pages.add(first, "2.cursor", Samples.NOW);
        assertThat(pages.continuationOf(first)).contains("2.cursor");
        assertThat(pages.continuationOf(second)).isEmpty();

        pages.add(first, "2.cursor", Samples.NOW.plusSeconds(1));
        pages.add(second, "3.cursor", Samples.NOW);
        assertThat(pages.continuationOf(first)).contains("2.cursor");
        assertThat(pages.continuationOf(second)).contains("3.cursor");
    }

    @Test
    void pages_of_other_passes_and_projects_are_independent() {
        pages.add(new ContinuedPage(project, "pass", "cursor"), "next", Samples.NOW);

        assertThat(pages.continuationOf(new ContinuedPage(project, "another", "cursor"))).isEmpty();
        assertThat(pages.continuationOf(new ContinuedPage(Samples.projectId(), "pass", "cursor")))
                .isEmpty();
    }
}
