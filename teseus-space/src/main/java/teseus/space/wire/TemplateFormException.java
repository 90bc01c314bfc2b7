package teseus.space.wire;

/** A template's form says something that no template is. */
public final class TemplateFormException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private final String pointer;

  TemplateFormException(String pointer, String why) {
    super(why, null);
    this.pointer = pointer;
  }

  /** Where, as a JSON pointer (RFC 6901) into the form: {@code /where/size/gt}. */
  public String pointer() {
    return pointer;
  }
}
