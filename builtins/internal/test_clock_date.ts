/** Date and Intl as a clock shows them. */
import {
  FunctionPrototypeToString, ObjectCreate, ObjectDefineProperties, ObjectDefineProperty, ObjectGetOwnPropertyDescriptors,
  ReflectApply, ReflectConstruct,
} from "internal/primordials";

/**
 * A Date whose `now`, and `new` without arguments, are the clock's. Its prototype is the real one's, so that dates of
 * both are instances of both.
 */
export function makeDate(clock: { now: number }, Real: any): any {
  const FakeDate: any = function (...args: any[]) {
    if (new.target === undefined) return new Real(clock.now).toString();
    return ReflectConstruct(Real, args.length === 0 ? [clock.now] : args, new.target === FakeDate ? Real : new.target);
  };
  ObjectDefineProperties(FakeDate, ObjectGetOwnPropertyDescriptors(Real));
  const methods: any = {
    now: () => clock.now,
    toString: () => FunctionPrototypeToString(Real),
  };
  ObjectDefineProperty(FakeDate, "now", { value: methods.now, writable: true, enumerable: false, configurable: true });
  ObjectDefineProperty(FakeDate, "toString", { value: methods.toString, writable: true, enumerable: false, configurable: true });
  FakeDate.isFake = true;
  FakeDate.clock = clock;
  return FakeDate;
}

/** An Intl whose DateTimeFormat takes the clock's time where it is given none. */
export function makeIntl(clock: { now: number }, Real: any): any {
  const { DateTimeFormat } = Real;
  const FakeFormat: any = function (...args: any[]) {
    const format = ReflectConstruct(DateTimeFormat, args, new.target === undefined || new.target === FakeFormat ? DateTimeFormat : new.target) as any;
    const { format: real } = format;
    const { formatToParts } = DateTimeFormat.prototype;
    const hide = (value: unknown) => ({ value, writable: true, enumerable: false, configurable: true });
    ObjectDefineProperty(format, "format", hide((date?: any) => real(date === undefined ? clock.now : date)));
    ObjectDefineProperty(format, "formatToParts", hide((date?: any) => ReflectApply(formatToParts, format, [date === undefined ? clock.now : date])));
    return format;
  };
  ObjectDefineProperties(FakeFormat, ObjectGetOwnPropertyDescriptors(DateTimeFormat));
  const fake = ObjectCreate(Object.prototype, ObjectGetOwnPropertyDescriptors(Real));
  ObjectDefineProperty(fake, "DateTimeFormat", { value: FakeFormat, writable: true, enumerable: false, configurable: true });
  ObjectDefineProperty(fake, "clock", { value: clock, writable: true, enumerable: true, configurable: true });
  return fake;
}
