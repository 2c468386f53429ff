package dev.evenkeel.domain.storage;

/// What the contract of each storage port asks of the adapter under test.
public interface StorageContract {

    /// A storage that is empty when a test begins; the same one until the test ends.
    Storage storage();

    /// The same storage after its process ended and another one began.
    Storage restarted();
}
