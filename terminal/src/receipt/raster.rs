//! A picture as dots for a printer.

use png::{ColorType, Decoder, Limits, Transformations};

/// Rows of dots, dark or not.
pub(super) struct Raster {
    rows: Vec<Vec<bool>>,
}

/// The most pixels on a side, and the most memory of a picture.
const MAX_SIDE: u32 = 2048;
const MAX_BYTES: usize = 32 * 1024 * 1024;

impl Raster {
    /// The picture, made smaller by a whole factor if it has more than `width` dots in a row.
    pub(super) fn of_png(file: &[u8], width: usize) -> Option<Self> {
        let rows = dark_pixels(file)?;
        let wide = rows.first()?.len();
        let factor = wide.div_ceil(width.max(1)).max(1);
        Some(Self { rows: rows.chunks(factor).map(|rows| shrunk(rows, factor)).collect() })
    }

    /// GS v 0: a raster bit image, normal size, in slices that a printer's buffer can take.
    pub(super) fn command(&self) -> Vec<u8> {
        self.rows.chunks(255).flat_map(slice).collect()
    }
}

fn slice(rows: &[Vec<bool>]) -> Vec<u8> {
    let bytes = rows.first().map_or(0, Vec::len).div_ceil(8);
    let (Ok(width), Ok(height)) = (u16::try_from(bytes), u16::try_from(rows.len())) else {
        return Vec::new();
    };
    let ([wl, wh], [hl, hh]) = (width.to_le_bytes(), height.to_le_bytes());
    let byte = |dots: &[bool]| {
        dots.iter().enumerate().fold(0, |byte, (at, dark)| byte | u8::from(*dark) << (7 - at))
    };
    let dots = rows.iter().flat_map(|row| row.chunks(8).map(byte));
    [0x1D, 0x76, 0x30, 0x00, wl, wh, hl, hh].into_iter().chain(dots).collect()
}

/// A dot is dark if any pixel under it is: strokes stay whole.
fn shrunk(rows: &[Vec<bool>], factor: usize) -> Vec<bool> {
    let wide = rows.first().map_or(0, Vec::len);
    let any = |from: usize| rows.iter().any(|row| row.iter().skip(from).take(factor).any(|dark| *dark));
    (0..wide).step_by(factor).map(any).collect()
}

fn dark_pixels(file: &[u8]) -> Option<Vec<Vec<bool>>> {
    let mut decoder = Decoder::new_with_limits(std::io::Cursor::new(file), Limits { bytes: MAX_BYTES });
    decoder.set_transformations(Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().ok()?;
    let (width, height) = (reader.info().width, reader.info().height);
    if width > MAX_SIDE || height > MAX_SIDE {
        return None;
    }
    let mut pixels = vec![0; reader.output_buffer_size()?];
    let frame = reader.next_frame(&mut pixels).ok()?;
    let samples = frame.color_type.samples();
    let row = |row: &[u8]| row.chunks(samples).map(|pixel| is_dark(frame.color_type, pixel)).collect();
    let wide = usize::try_from(width).ok()?.checked_mul(samples)?;
    let high = usize::try_from(height).ok()?;
    Some(
        pixels
            .chunks(frame.line_size.max(1))
            .take(high)
            .map(|line| row(line.get(..wide).unwrap_or(line)))
            .collect(),
    )
}

/// Darker than half, and not see-through.
fn is_dark(colour: ColorType, pixel: &[u8]) -> bool {
    match (colour, pixel) {
        (ColorType::GrayscaleAlpha, &[grey, alpha]) => grey < 128 && alpha >= 128,
        (ColorType::Rgba, &[red, green, blue, alpha]) => {
            is_dark(ColorType::Rgb, &[red, green, blue]) && alpha >= 128
        }
        (ColorType::Rgb, &[red, green, blue]) => u16::from(red) + u16::from(green) + u16::from(blue) < 384,
        (_, &[grey, ..]) => grey < 128,
        _ => false,
    }
}
