package dev.evenkeel.adapters.ws.wire;

import dev.evenkeel.crdt.protocol.Message;

/// One message as it is sent: a short head, and a body that may be shared by many frames. An update
/// goes to everybody in a room, and copying a large one for each of them is what this avoids.
public final class Frame {

    private final byte[] head;
    private final byte[] body;

    private Frame(byte[] head, byte[] body) {
        this.head = head;
        this.body = body;
    }

    static Frame of(Message message) {
        return new Frame(message.head(), message.body());
    }

    /// Not to be changed.
    public byte[] head() {
        return head;
    }

    /// Not to be changed; empty when everything is in the head.
    public byte[] body() {
        return body;
    }

    public int size() {
        return head.length + body.length;
    }

    /// Both parts in one array.
    public byte[] bytes() {
        var joined = new byte[size()];
        System.arraycopy(head, 0, joined, 0, head.length);
        System.arraycopy(body, 0, joined, head.length, body.length);
        return joined;
    }
}
