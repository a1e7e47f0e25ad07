package dev.actionflows.domain.project;

class InMemoryStreamingAppStoreTest extends StreamingAppStoreContract {
    private static final InMemoryProjectStore PROJECTS = new InMemoryProjectStore();

    InMemoryStreamingAppStoreTest() {
        super(PROJECTS, PROJECTS);
    }
}
