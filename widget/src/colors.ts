/** The site's accent colour, made readable: WCAG 2.2 AA on both surfaces. */

// The bubbles: the darker of the light surfaces, the lighter of the dark ones.
const SURFACES = { light: "#f3f6f9", dark: "#262f3a" };
const READABLE = 4.5;

type Rgb = readonly [number, number, number];

/** CSS declarations for an accent colour such as `#0b5cad`; none if it is not a hex colour. */
export function accentDeclarations(accent: string | null, accentDark: string | null): string {
  const light = parse(accent);
  const dark = parse(accentDark) ?? light;
  if (!light || !dark) return "";
  const onLight = readable(light, parse(SURFACES.light)!);
  const onDark = readable(dark, parse(SURFACES.dark)!);
  return `--accent: light-dark(${css(onLight)}, ${css(onDark)});
    --on-accent: light-dark(${textOn(onLight)}, ${textOn(onDark)});`;
}

function parse(text: string | null): Rgb | null {
  const match = /^#([\da-f]{3}|[\da-f]{6})$/i.exec(text?.trim() ?? "");
  if (!match?.[1]) return null;
  const hex = match[1].length === 3 ? match[1].replace(/./g, "$&$&") : match[1];
  return [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
}

/** The colour, moved towards black or white until it can be read on the surface. */
function readable(color: Rgb, surface: Rgb): Rgb {
  const target = luminance(surface) > 0.5 ? 0 : 255;
  let moved = color;
  for (let share = 0; contrast(moved, surface) < READABLE && share < 1; share += 0.05) {
    moved = color.map((value) => Math.round(value + (target - value) * share)) as unknown as Rgb;
  }
  return moved;
}

function textOn(color: Rgb): string {
  return contrast(color, [255, 255, 255]) >= READABLE ? "#ffffff" : "#0d1722";
}

function contrast(a: Rgb, b: Rgb): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function css(color: Rgb): string {
  return `rgb(${color.join(" ")})`;
}
