//! A picture as somebody sent it, made into such that every reader may be given: turned upright, small, and
//! with nothing in them but their pixels.

use std::io::Cursor;

use application::pictures::{PIXELS_MAX, PictureError};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, imageops};

/// Photographs look the same to readers from here on.
const QUALITY: u8 = 82;
/// Whoever saves a photograph may print it.
const WHOLE_QUALITY: u8 = 92;
const STILL: [ImageFormat; 3] = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP];
/// No camera makes longer sides.
const SENT_SIDE_MAX: u32 = 30_000;

pub struct Reduced {
    pub media_type: &'static str,
    pub width: u32,
    pub height: u32,
    pub content: Vec<u8>,
}

/// One for a text. Nothing of it is unpacked before its size is known.
pub fn reduce(sent: &[u8], side: u32) -> Result<Reduced, PictureError> {
    let (picture, format) = upright(sent, PIXELS_MAX, &STILL)?;
    let picture = if picture.width().max(picture.height()) > side {
        picture.resize(side, side, imageops::FilterType::Triangle)
    } else {
        picture
    };
    packed(&picture, format, QUALITY)
}

/// All of it in its own size, of what moves the first picture, and smaller ones of these widths as far as it is wider; the largest first.
pub fn renditions(sent: &[u8], pixels_max: u64, widths: &[u32]) -> Result<Vec<Reduced>, PictureError> {
    let (mut picture, format) = upright(sent, pixels_max, &[&STILL[..], &[ImageFormat::Gif]].concat())?;
    let (wide, high) = (picture.width(), picture.height());
    let mut all = vec![packed(&picture, format, WHOLE_QUALITY)?];
    for &width in widths.iter().rev().filter(|width| **width < wide) {
        let height = (u64::from(high) * u64::from(width)).div_ceil(u64::from(wide));
        let height = u32::try_from(height).unwrap_or(u32::MAX).max(1);
        // Each from the one before it, which is near enough and has far fewer pixels.
        picture = picture.resize_exact(width, height, imageops::FilterType::Triangle);
        all.push(packed(&picture, format, QUALITY)?);
    }
    Ok(all)
}

/// By its content, whatever its name says; as the camera was held: what says so goes with the metadata.
fn upright(
    sent: &[u8],
    pixels_max: u64,
    taken: &[ImageFormat],
) -> Result<(DynamicImage, ImageFormat), PictureError> {
    if sent.is_empty() {
        return Err(PictureError::Empty);
    }
    let format = image::guess_format(sent).map_err(|_| PictureError::Type)?;
    if !taken.contains(&format) {
        return Err(PictureError::Type);
    }
    if format == ImageFormat::Jpeg && !ends(sent) {
        return Err(PictureError::Damaged);
    }
    let picture = decoded(sent, format, pixels_max)?;
    Ok((picture, format))
}

/// Whether a JPEG has its end: the decoder would fill what was cut off with grey. Behind the end anything may
/// stand, as telephones put films there. (ITU-T T.81, B.1.1)
fn ends(jpeg: &[u8]) -> bool {
    const SCAN: u8 = 0xda;
    const END: [u8; 2] = [0xff, 0xd9];
    // A thumbnail within the segments before the scan has an end of its own.
    let mut at = 2;
    loop {
        match jpeg.get(at..at + 4) {
            Some([0xff, SCAN, ..]) => return jpeg[at..].windows(2).any(|marker| marker == END),
            Some([0xff, 0xff, ..]) => at += 1,
            Some([0xff, _, high, low]) => at += 2 + usize::from(u16::from_be_bytes([*high, *low])),
            _ => return false,
        }
    }
}

fn decoded(sent: &[u8], format: ImageFormat, pixels_max: u64) -> Result<DynamicImage, PictureError> {
    // Four bytes for each pixel that may come.
    let memory_max = pixels_max * 4;
    let damaged = |_| PictureError::Damaged;
    let mut limits = Limits::default();
    limits.max_image_width = Some(SENT_SIDE_MAX);
    limits.max_image_height = Some(SENT_SIDE_MAX);
    limits.max_alloc = Some(memory_max);
    let mut reader = ImageReader::with_format(Cursor::new(sent), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| match error {
        image::ImageError::Limits(_) => PictureError::TooManyPixels,
        _ => PictureError::Damaged,
    })?;
    let (width, height) = decoder.dimensions();
    // The decoder of PNG looks at the sides alone.
    if u64::from(width) * u64::from(height) > pixels_max || decoder.total_bytes() > memory_max {
        return Err(PictureError::TooManyPixels);
    }
    let turned = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    picture.apply_orientation(turned);
    Ok(picture)
}

/// What shines through stays PNG; of anything else the smaller of both.
fn packed(picture: &DynamicImage, sent_as: ImageFormat, quality: u8) -> Result<Reduced, PictureError> {
    let see_through =
        picture.color().has_alpha() && picture.to_rgba8().pixels().any(|pixel| pixel.0[3] < u8::MAX);
    let drawn = matches!(sent_as, ImageFormat::Png | ImageFormat::Gif);
    let png = if see_through || drawn { Some(as_png(picture, see_through)?) } else { None };
    let is = |media_type, content| {
        Ok(Reduced { media_type, width: picture.width(), height: picture.height(), content })
    };
    match png {
        Some(png) if see_through => is("image/png", png),
        png => {
            let jpeg = as_jpeg(picture, quality)?;
            match png {
                Some(png) if png.len() <= jpeg.len() => is("image/png", png),
                _ => is("image/jpeg", jpeg),
            }
        }
    }
}

fn as_jpeg(picture: &DynamicImage, quality: u8) -> Result<Vec<u8>, PictureError> {
    let mut jpeg = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut jpeg, quality);
    // Most are of this kind, and large ones would not be in memory twice for nothing.
    let written = match picture {
        DynamicImage::ImageRgb8(pixels) => encoder.encode_image(pixels),
        other => encoder.encode_image(&other.to_rgb8()),
    };
    written.map_err(|_| PictureError::Damaged)?;
    Ok(jpeg)
}

fn as_png(picture: &DynamicImage, see_through: bool) -> Result<Vec<u8>, PictureError> {
    let mut png = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut png, CompressionType::Default, FilterType::Adaptive);
    let written = if see_through {
        picture.to_rgba8().write_with_encoder(encoder)
    } else {
        picture.to_rgb8().write_with_encoder(encoder)
    };
    written.map_err(|_| PictureError::Damaged)?;
    Ok(png)
}

#[cfg(test)]
pub(crate) mod tests {
    use image::{Rgb, RgbImage, Rgba, RgbaImage};

    use application::pictures::SIDE_MAX;

    use super::*;

    /// Noise, as photographs have it.
    fn photograph(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| {
            let byte = |n: u32| u8::try_from((x * 31 + y * 17 + x * y * n) % 251).unwrap();
            Rgb([byte(3), byte(5), byte(7)])
        })
    }

    pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        JpegEncoder::new(&mut bytes).encode_image(&photograph(width, height)).unwrap();
        bytes
    }

    pub fn png(width: u32, height: u32, alpha: u8) -> Vec<u8> {
        let mut bytes = Vec::new();
        RgbaImage::from_pixel(width, height, Rgba([10, 20, 30, alpha]))
            .write_with_encoder(PngEncoder::new(&mut bytes))
            .unwrap();
        bytes
    }

    /// The JPEG with an EXIF block that says where it was taken, and that the camera lay on its side.
    pub fn with_metadata(jpeg: &[u8]) -> Vec<u8> {
        let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01".to_vec();
        exif.extend_from_slice(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0GPS: 34.9 S 56.2 W");
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        [&jpeg[..2], b"\xff\xe1", &length, &exif, &jpeg[2..]].concat()
    }

    fn refused(sent: &[u8]) -> String {
        reduce(sent, SIDE_MAX).err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn a_large_photograph_becomes_a_small_one() {
        let small = reduce(&jpeg(3_200, 1_600), SIDE_MAX).unwrap();
        assert_eq!((small.media_type, small.width, small.height), ("image/jpeg", 1_600, 800));
        assert_eq!(image::guess_format(&small.content).unwrap(), ImageFormat::Jpeg);
    }

    #[test]
    fn metadata_goes_and_the_picture_stands_upright() {
        let sent = with_metadata(&jpeg(64, 32));
        assert!(sent.windows(3).any(|bytes| bytes == b"GPS"));
        let kept = reduce(&sent, SIDE_MAX).unwrap();
        assert_eq!((kept.width, kept.height), (32, 64));
        assert!(!kept.content.windows(4).any(|bytes| bytes == b"Exif" || bytes == b"GPS:"));
    }

    #[test]
    fn a_photograph_comes_in_its_own_size_and_in_smaller_ones() {
        let made = renditions(&with_metadata(&jpeg(100, 640)), 100_000, &[320, 800]).unwrap();
        let sizes: Vec<_> = made.iter().map(|one| (one.width, one.height)).collect();
        // Turned upright it is wide.
        assert_eq!(sizes, [(640, 100), (320, 50)]);
        for one in &made {
            assert!(!one.content.windows(4).any(|bytes| bytes == b"Exif" || bytes == b"GPS:"));
        }
        let small = renditions(&png(20, 10, 255), 100_000, &[320, 800]).unwrap();
        assert_eq!((small.len(), small[0].width), (1, 20), "nothing is made larger");
        let line = renditions(&png(5_000, 1, 255), 100_000, &[320]).unwrap();
        assert_eq!((line[1].width, line[1].height), (320, 1));
        let too_many = renditions(&jpeg(400, 400), 100_000, &[320]);
        assert!(matches!(too_many, Err(PictureError::TooManyPixels)));
    }

    /// One that moves from blue to red.
    pub fn gif(width: u16, height: u16) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = image::codecs::gif::GifEncoder::new(&mut bytes);
        for colour in [[0, 0, 255, 255], [255, 0, 0, 255]] {
            let picture = RgbaImage::from_pixel(width.into(), height.into(), Rgba(colour));
            encoder.encode_frame(image::Frame::new(picture)).unwrap();
        }
        drop(encoder);
        bytes
    }

    #[test]
    fn of_a_picture_that_moves_the_first_one_is_kept_where_that_is_asked_for() {
        let made = renditions(&gif(400, 300), 200_000, &[320]).unwrap();
        let sizes: Vec<_> = made.iter().map(|one| (one.media_type, one.width, one.height)).collect();
        assert_eq!(sizes, [("image/png", 400, 300), ("image/png", 320, 240)]);
        for one in &made {
            let pixels = image::load_from_memory(&one.content).unwrap().to_rgb8();
            assert_eq!(pixels.get_pixel(5, 5).0, [0, 0, 255]);
        }
        assert_eq!(refused(&gif(4, 4)), "only JPEG, PNG and WebP are taken");
        let cut = gif(400, 300);
        assert!(matches!(renditions(&cut[..40], 200_000, &[320]), Err(PictureError::Damaged)));
        // Its head says how large it is.
        let mut bomb = gif(4, 4);
        for at in [6, 8] {
            bomb[at..at + 2].copy_from_slice(&u16::MAX.to_le_bytes());
        }
        assert!(matches!(renditions(&bomb, 100_000_000, &[320]), Err(PictureError::TooManyPixels)));
    }

    #[test]
    fn a_drawing_stays_sharp_and_what_shines_through_goes_on_doing_so() {
        assert_eq!(reduce(&png(200, 100, 255), SIDE_MAX).unwrap().media_type, "image/png");
        let glass = reduce(&png(200, 100, 90), SIDE_MAX).unwrap();
        let pixels = image::load_from_memory(&glass.content).unwrap().to_rgba8();
        assert_eq!((glass.media_type, pixels.get_pixel(5, 5).0), ("image/png", [10, 20, 30, 90]));
    }

    #[test]
    fn what_follows_the_picture_is_left_behind() {
        let polyglot = [png(4, 4, 255), b"<script>alert(1)</script>PK\x03\x04".to_vec()].concat();
        let kept = reduce(&polyglot, SIDE_MAX).unwrap();
        assert!(!kept.content.windows(6).any(|bytes| bytes == b"script"));
    }

    #[test]
    fn what_is_no_picture_is_refused_by_its_content() {
        assert_eq!(refused(b""), "the file is empty");
        for sent in
            [&b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"[..], b"%PDF-1.7", b"GIF89a\x01"]
        {
            assert_eq!(refused(sent), "only JPEG, PNG and WebP are taken");
        }
        let (photograph, drawing) = (jpeg(64, 64), png(64, 64, 255));
        assert_eq!(refused(&drawing[..drawing.len() / 3]), "the picture is damaged");
        for whole in [&photograph, &with_metadata(&photograph)] {
            for cut in [whole.len() / 3, whole.len() - 2] {
                assert_eq!(refused(&whole[..cut]), "the picture is damaged", "{cut} of {}", whole.len());
            }
        }
        let film = [photograph, b"\xff\xda a film".to_vec()].concat();
        assert_eq!(refused(&film), "");
    }

    #[test]
    fn a_bomb_is_refused_before_it_is_unpacked() {
        assert_eq!(refused(&bomb(20_000)), "the picture has more than 40 million pixels");
        let huge = renditions(&bomb(30_000), 100_000_000, &[320]);
        assert!(matches!(huge, Err(PictureError::TooManyPixels)));
    }

    /// The header of a PNG says how large it is; its pixels would be black and pack to nothing.
    pub fn bomb(side: u32) -> Vec<u8> {
        let mut bomb = png(1, 1, 255);
        for at in [16, 20] {
            bomb[at..at + 4].copy_from_slice(&side.to_be_bytes());
        }
        let crc = crc(&bomb[12..29]).to_be_bytes();
        bomb[29..33].copy_from_slice(&crc);
        bomb
    }

    /// CRC-32 as PNG has it (ISO 15948, annex D).
    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0u32, |crc, byte| {
            (0..8).fold(
                crc ^ u32::from(*byte),
                |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 },
            )
        })
    }
}
