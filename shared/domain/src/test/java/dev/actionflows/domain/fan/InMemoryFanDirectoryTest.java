package dev.actionflows.domain.fan;

class InMemoryFanDirectoryTest extends FanDirectoryContract {
    InMemoryFanDirectoryTest() {
        super(new InMemoryFanStore(), InMemoryFanDirectory::new);
    }
}
