package teseus.server.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import teseus.server.config.Durations;
import teseus.space.Space;

/** Reads lengths of time: {@code 250ms}, {@code "10 s"}; at most {@link Space#LONGEST}. */
final class TimeConverter implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    try {
      Duration time = Durations.parse(text);
      if (time.compareTo(Space.LONGEST) <= 0) {
        return time;
      }
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
    throw new TypeConversionException("at most " + Space.LONGEST.toDays() + "d, was " + text);
  }
}
