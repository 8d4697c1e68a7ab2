//! A receipt as a QR code (ISO/IEC 18004).

use qrcodegen::{QrCode, QrCodeEcc, QrSegment, Version};
use thiserror::Error;

use super::{Layout, Receipt};

/// Light modules around the code (ISO/IEC 18004, 6.3.8).
const QUIET_ZONE: i32 = 4;

/// Extended Channel Interpretation of UTF-8.
const UTF_8: u32 = 26;

/// A QR code that holds the text of a receipt.
#[derive(Clone, PartialEq, Eq)]
pub struct QrReceipt(QrCode);

/// Why there is no QR code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum QrError {
    /// The text is longer than a QR code can hold: shorten the lines of the profile.
    #[error("the receipt is longer than a QR code can hold")]
    TooLong,
    /// The picture could not be written.
    #[error("the picture could not be written")]
    Picture,
}

impl Receipt {
    /// What its QR code says: the text, so that any phone shows it without a connection.
    pub fn qr_payload(&self) -> String {
        self.text(Layout::Free)
    }

    /// The QR code, with level M of error correction, or L where M does not fit.
    ///
    /// # Errors
    ///
    /// [`QrError::TooLong`] above about 2,900 bytes.
    pub fn qr(&self) -> Result<QrReceipt, QrError> {
        let payload = self.qr_payload();
        let code = encode(&payload, QrCodeEcc::Medium).or_else(|| encode(&payload, QrCodeEcc::Low));
        code.map(QrReceipt).ok_or(QrError::TooLong)
    }
}

/// Text beyond ASCII says that it is UTF-8; plain text does not, since old readers stumble over it.
fn encode(payload: &str, level: QrCodeEcc) -> Option<QrCode> {
    let mut segments = Vec::new();
    if !payload.is_ascii() {
        segments.push(QrSegment::make_eci(UTF_8));
    }
    segments.push(QrSegment::make_bytes(payload.as_bytes()));
    QrCode::encode_segments_advanced(&segments, level, Version::MIN, Version::MAX, None, false).ok()
}

impl std::fmt::Debug for QrReceipt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "QrReceipt({0} x {0})", self.0.size())
    }
}

impl QrReceipt {
    /// Modules on each side, without the quiet zone: 21 to 177.
    pub fn size(&self) -> i32 {
        self.0.size()
    }

    /// Whether the module is dark; those outside are light.
    pub fn is_dark(&self, x: i32, y: i32) -> bool {
        self.0.get_module(x, y)
    }

    /// The coordinates of a side, quiet zone included.
    fn side(&self) -> std::ops::Range<i32> {
        -QUIET_ZONE..self.size() + QUIET_ZONE
    }

    /// A picture: one bit a pixel, with the quiet zone, `scale` (1 to 32) pixels a module.
    ///
    /// # Errors
    ///
    /// [`QrError::Picture`] for another scale.
    pub fn png(&self, scale: u8) -> Result<Vec<u8>, QrError> {
        if !(1..=32).contains(&scale) {
            return Err(QrError::Picture);
        }
        let side = u32::try_from(self.side().len()).map_err(|_| QrError::Picture)? * u32::from(scale);
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, side, side);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::One);
        let written = encoder.write_header().and_then(|mut writer| {
            writer.write_image_data(&self.pixels(usize::from(scale)))?;
            writer.finish()
        });
        written.map(|()| file).map_err(|_| QrError::Picture)
    }

    /// Rows of whole bytes, a light pixel is 1.
    fn pixels(&self, scale: usize) -> Vec<u8> {
        self.side().flat_map(|y| std::iter::repeat_n(self.row(y, scale), scale)).flatten().collect()
    }

    fn row(&self, y: i32, scale: usize) -> Vec<u8> {
        let light: Vec<bool> =
            self.side().flat_map(|x| std::iter::repeat_n(!self.is_dark(x, y), scale)).collect();
        let byte = |bits: &[bool]| {
            bits.iter().enumerate().fold(0, |byte, (at, light)| byte | u8::from(*light) << (7 - at))
        };
        light.chunks(8).map(byte).collect()
    }

    /// A drawing with the quiet zone, one unit a module.
    pub fn svg(&self) -> String {
        let side = self.side().len();
        let dark = self.side().flat_map(|y| self.side().map(move |x| (x, y)));
        let path: String = dark
            .filter(|&(x, y)| self.is_dark(x, y))
            .map(|(x, y)| format!("M{},{}h1v1h-1z", x + QUIET_ZONE, y + QUIET_ZONE))
            .collect();
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
             <rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\"/></svg>\n"
        )
    }

    /// Half blocks, two modules above each other a character, with the quiet zone. Light modules are drawn, so that it
    /// can be read on a dark terminal.
    pub fn terminal(&self) -> String {
        let row = |y: i32| {
            let character = |x| match (self.is_dark(x, y), self.is_dark(x, y + 1)) {
                (false, false) => '█',
                (false, true) => '▀',
                (true, false) => '▄',
                (true, true) => ' ',
            };
            self.side().map(character).chain(['\n']).collect::<String>()
        };
        self.side().step_by(2).map(row).collect()
    }
}
