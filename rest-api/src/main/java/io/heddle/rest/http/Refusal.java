package io.heddle.rest.http;

/** A request that cannot be answered as it was asked; becomes a problem document. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String remedy;

    /** Refuses with an HTTP {@code status}, what was wrong, and what to do instead. */
    public Refusal(int status, String detail, String remedy) {
        super(detail);
        this.status = status;
        this.remedy = remedy;
    }

    static Refusal badRequest(String detail, String remedy) {
        return new Refusal(400, detail, remedy);
    }

    static Refusal notFound(String detail, String remedy) {
        return new Refusal(404, detail, remedy);
    }

    /** The HTTP status code. */
    public int status() {
        return status;
    }

    /** What the client should do instead, as a sentence. */
    public String remedy() {
        return remedy;
    }
}
