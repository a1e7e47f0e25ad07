package dev.actionflows.domain.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.AskedPageStore.AskedPage;
import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;

/** The contract of {@link AskedPageStore} implementations. */
public abstract class AskedPageStoreContract {
    private final AskedPageStore pages;
    private final ProjectId project = Samples.projectId();

    protected AskedPageStoreContract(AskedPageStore pages) {
        this.pages = pages;
    }

    @Test
    void adding_a_page_is_idempotent() {
        AskedPage first = new AskedPage(project, "pass", "");
        AskedPage second = new AskedPage(project, "pass", "2.cursor");
        assertThat(pages.nextOf(first)).isEmpty();

        pages.add(first, "2.cursor", Samples.NOW);
        assertThat(pages.nextOf(first)).contains("2.cursor");
        assertThat(pages.nextOf(second)).isEmpty();

        pages.add(first, "2.cursor", Samples.NOW.plusSeconds(1));
        pages.add(second, "3.cursor", Samples.NOW);
        assertThat(pages.nextOf(first)).contains("2.cursor");
        assertThat(pages.nextOf(second)).contains("3.cursor");
    }

    @Test
    void pages_of_other_passes_and_projects_are_independent() {
        pages.add(new AskedPage(project, "pass", "cursor"), "next", Samples.NOW);

        assertThat(pages.nextOf(new AskedPage(project, "another", "cursor"))).isEmpty();
        assertThat(pages.nextOf(new AskedPage(Samples.projectId(), "pass", "cursor"))).isEmpty();
    }
}
