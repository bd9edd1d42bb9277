//! Draws egui's triangles into a picture, without a display or a graphics card, the same on every machine.
//!
//! Colours are blended in gamma space, premultiplied, as egui's own backends do. It is meant for pictures and tests, not for
//! a window.

use std::collections::HashMap;

use egui::{
    ClippedPrimitive, Color32, ImageData, Pos2, Rect, TextureId, TexturesDelta,
    epaint::{ImageDelta, Mesh, Primitive, Vertex},
};

/// A picture of premultiplied pixels, row by row from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// In pixels.
    pub width: usize,
    /// In pixels.
    pub height: usize,
    /// `width * height` pixels.
    pub pixels: Vec<Color32>,
}

impl Picture {
    /// The picture as a PNG file.
    ///
    /// # Panics
    /// Never: writing to memory does not fail, and the picture has the size it says.
    pub fn to_png(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width as u32, self.height as u32);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        let rgba: Vec<u8> = self.pixels.iter().flat_map(Color32::to_array).collect();
        let mut writer = encoder.write_header().expect("a header fits into memory");
        writer.write_image_data(&rgba).expect("the picture has the size it says");
        writer.finish().expect("writing to memory does not fail");
        bytes
    }
}

/// Textures, and the drawing of triangles with them.
#[derive(Debug, Default)]
pub struct Raster {
    textures: HashMap<TextureId, Texture>,
}

#[derive(Debug)]
struct Texture {
    size: [usize; 2],
    pixels: Vec<Color32>,
}

impl Raster {
    /// Takes new and changed textures out of a frame's output. Freed ones are kept until [`free`](Self::free), since the
    /// frame that frees them still draws with them.
    pub fn set_textures(&mut self, delta: &mut TexturesDelta) {
        for (id, changes) in delta.set.drain() {
            changes.iter().for_each(|change| self.set_texture(id, change));
        }
    }

    /// Lets go of the textures that a frame has freed.
    pub fn free(&mut self, delta: &mut TexturesDelta) {
        for id in delta.free.drain() {
            self.textures.remove(&id);
        }
    }

    fn set_texture(&mut self, id: TextureId, delta: &ImageDelta) {
        let ImageData::Color(image) = &delta.image;
        let Some([left, top]) = delta.pos else {
            self.textures.insert(id, Texture { size: image.size, pixels: image.pixels.clone() });
            return;
        };
        let Some(texture) = self.textures.get_mut(&id) else { return };
        let [width, height] = image.size;
        for row in 0..height {
            let to = (top + row) * texture.size[0] + left;
            texture.pixels[to..to + width].copy_from_slice(&image.pixels[row * width..(row + 1) * width]);
        }
    }

    /// Draws a frame on `ground`. `scale` is pixels a point.
    pub fn draw(&self, primitives: &[ClippedPrimitive], size: [usize; 2], scale: f32, ground: Color32) -> Picture {
        let [width, height] = size;
        let mut picture = Picture { width, height, pixels: vec![ground; width * height] };
        for ClippedPrimitive { clip_rect, primitive } in primitives {
            let Primitive::Mesh(mesh) = primitive else { continue };
            let Some(texture) = self.textures.get(&mesh.texture_id) else { continue };
            Canvas { picture: &mut picture, texture, clip: Clip::new(*clip_rect, scale, size), scale }.mesh(mesh);
        }
        picture
    }
}

/// The pixels that may be touched.
#[derive(Debug, Clone, Copy)]
struct Clip {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

impl Clip {
    fn new(rect: Rect, scale: f32, [width, height]: [usize; 2]) -> Self {
        let edge = |value: f32, max: usize| (value * scale).round().clamp(0.0, max as f32) as usize;
        Self {
            left: edge(rect.min.x, width),
            top: edge(rect.min.y, height),
            right: edge(rect.max.x, width),
            bottom: edge(rect.max.y, height),
        }
    }
}

struct Canvas<'a> {
    picture: &'a mut Picture,
    texture: &'a Texture,
    clip: Clip,
    scale: f32,
}

impl Canvas<'_> {
    fn mesh(&mut self, mesh: &Mesh) {
        for triangle in mesh.indices.chunks_exact(3) {
            let [a, b, c] = [triangle[0], triangle[1], triangle[2]].map(|index| mesh.vertices[index as usize]);
            self.triangle(a, b, c);
        }
    }

    /// Fills the pixels whose centres lie inside, edges shared by two triangles going to just one of them.
    fn triangle(&mut self, a: Vertex, b: Vertex, c: Vertex) {
        let [pa, pb, pc] = [a, b, c].map(|vertex| vertex.pos * self.scale);
        let area = edge(pa, pb, pc);
        if area == 0.0 || !area.is_finite() {
            return;
        }
        // Walk every triangle in one direction, so that the edge rule is the same for all.
        let (b, c, pb, pc, area) = if area < 0.0 { (c, b, pc, pb, -area) } else { (b, c, pb, pc, area) };
        let within = |low: f32, high: f32, first: usize, end: usize| {
            (low.floor().max(first as f32) as usize, (high.ceil().max(0.0) as usize).min(end))
        };
        let (left, right) = within(pa.x.min(pb.x).min(pc.x), pa.x.max(pb.x).max(pc.x), self.clip.left, self.clip.right);
        let (top, bottom) = within(pa.y.min(pb.y).min(pc.y), pa.y.max(pb.y).max(pc.y), self.clip.top, self.clip.bottom);
        let is_plain = a.color == b.color && b.color == c.color && a.uv == b.uv && b.uv == c.uv;
        let plain = modulate(self.texture.sample(a.uv), a.color.to_array().map(f32::from));
        for y in top..bottom {
            for x in left..right {
                let p = Pos2::new(x as f32 + 0.5, y as f32 + 0.5);
                let (wa, wb, wc) = (edge(pb, pc, p), edge(pc, pa, p), edge(pa, pb, p));
                if !(inside(wa, pb, pc) && inside(wb, pc, pa) && inside(wc, pa, pb)) {
                    continue;
                }
                let source = if is_plain {
                    plain
                } else {
                    let (wa, wb, wc) = (wa / area, wb / area, wc / area);
                    let uv = (a.uv.to_vec2() * wa + b.uv.to_vec2() * wb + c.uv.to_vec2() * wc).to_pos2();
                    let (ca, cb, cc) = (a.color.to_array(), b.color.to_array(), c.color.to_array());
                    let mix = |i: usize| f32::from(ca[i]) * wa + f32::from(cb[i]) * wb + f32::from(cc[i]) * wc;
                    modulate(self.texture.sample(uv), [mix(0), mix(1), mix(2), mix(3)])
                };
                let pixel = &mut self.picture.pixels[y * self.picture.width + x];
                *pixel = over(source, *pixel);
            }
        }
    }
}

/// Twice the area of a triangle, positive when it turns clockwise on a screen.
fn edge(a: Pos2, b: Pos2, p: Pos2) -> f32 {
    (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)
}

/// Inside, or on an edge that is a top or a left one.
fn inside(weight: f32, from: Pos2, to: Pos2) -> bool {
    weight > 0.0 || weight == 0.0 && (to.y < from.y || to.y == from.y && to.x > from.x)
}

impl Texture {
    /// Bilinear, clamped at the edges; 0–255 a channel.
    fn sample(&self, uv: Pos2) -> [f32; 4] {
        let [width, height] = self.size;
        let (x, y) = (uv.x * width as f32 - 0.5, uv.y * height as f32 - 0.5);
        let (left, top) = (x.floor(), y.floor());
        let (fx, fy) = (x - left, y - top);
        let at = |x: f32, y: f32| {
            let x = (x.max(0.0) as usize).min(width - 1);
            let y = (y.max(0.0) as usize).min(height - 1);
            self.pixels[y * width + x].to_array().map(f32::from)
        };
        let (nw, ne, sw, se) = (at(left, top), at(left + 1.0, top), at(left, top + 1.0), at(left + 1.0, top + 1.0));
        std::array::from_fn(|i| {
            let upper = nw[i] + (ne[i] - nw[i]) * fx;
            let lower = sw[i] + (se[i] - sw[i]) * fx;
            upper + (lower - upper) * fy
        })
    }
}

fn modulate(texel: [f32; 4], color: [f32; 4]) -> [f32; 4] {
    std::array::from_fn(|i| texel[i] * color[i] / 255.0)
}

/// Premultiplied source over destination.
fn over(source: [f32; 4], below: Color32) -> Color32 {
    let rest = 1.0 - source[3] / 255.0;
    let below = below.to_array().map(f32::from);
    let [r, g, b, a] = std::array::from_fn(|i| (source[i] + below[i] * rest).round().clamp(0.0, 255.0) as u8);
    Color32::from_rgba_premultiplied(r, g, b, a)
}

/// Runs a window's contents for some frames and draws the last, without a window. Draws the same picture every time.
#[derive(Debug, Clone, Copy)]
pub struct Shot {
    /// In points.
    pub size: egui::Vec2,
    /// Pixels a point.
    pub scale: f32,
    /// Which theme.
    pub theme: egui::Theme,
    /// How many frames are run: things that know their size only after one frame need more.
    pub frames: usize,
}

impl Shot {
    /// Runs and draws.
    pub fn take(self, mut run: impl FnMut(&mut egui::Ui)) -> Picture {
        let ctx = egui::Context::default();
        super::theme::install(&ctx);
        ctx.set_theme(self.theme);
        let mut raster = Raster::default();
        let mut last = None;
        for frame in 0..self.frames.max(1) {
            let mut input = egui::RawInput {
                screen_rect: Some(Rect::from_min_size(Pos2::ZERO, self.size)),
                // Late enough for whatever fades in to have done so.
                time: Some(frame as f64),
                focused: true,
                ..egui::RawInput::default()
            };
            let viewport = input.viewports.entry(egui::ViewportId::ROOT).or_default();
            viewport.native_pixels_per_point = Some(self.scale);
            let mut output = ctx.run_ui(input, &mut run);
            raster.set_textures(&mut output.textures_delta);
            if let Some(mut before) = last.replace(output) {
                raster.free(&mut before.textures_delta);
            }
        }
        let mut output = last.expect("at least one frame was run");
        let size = [(self.size.x * self.scale).round() as usize, (self.size.y * self.scale).round() as usize];
        let primitives = ctx.tessellate(output.shapes, output.pixels_per_point);
        let picture =
            raster.draw(&primitives, size, output.pixels_per_point, super::theme::Tokens::of(self.theme).panel);
        raster.free(&mut output.textures_delta);
        picture
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shot(run: impl FnMut(&mut egui::Ui)) -> Picture {
        Shot { size: egui::vec2(40.0, 20.0), scale: 1.0, theme: egui::Theme::Light, frames: 2 }.take(run)
    }

    #[test]
    fn fills_exactly_the_pixels_of_a_rectangle() {
        let rect = Rect::from_min_max(Pos2::new(4.0, 5.0), Pos2::new(10.0, 9.0));
        let picture = shot(|ui| {
            let mut mesh = Mesh::default();
            mesh.add_colored_rect(rect, Color32::RED);
            ui.painter().add(mesh);
        });
        let red = picture.pixels.iter().filter(|pixel| **pixel == Color32::RED).count();
        assert_eq!(red, 24);
        assert_eq!(picture.pixels[5 * 40 + 4], Color32::RED);
        assert_ne!(picture.pixels[9 * 40 + 4], Color32::RED);
    }

    #[test]
    fn a_pixel_on_a_shared_edge_is_blended_once() {
        let half = Color32::from_rgba_premultiplied(128, 0, 0, 128);
        let rect = Rect::from_min_max(Pos2::new(0.0, 0.0), Pos2::new(20.0, 20.0));
        let picture = shot(|ui| {
            let mut mesh = Mesh::default();
            mesh.add_colored_rect(rect, half);
            ui.painter().add(mesh);
        });
        let first = picture.pixels[0];
        assert!((0..20).all(|i| picture.pixels[i * 40 + i] == first), "the diagonal is darker than the rest");
    }

    #[test]
    fn draws_letters_and_the_same_every_time() {
        let draw = || shot(|ui| drop(ui.label("Words")));
        let picture = draw();
        let ground = picture.pixels[40 * 20 - 1];
        assert!(picture.pixels.iter().filter(|pixel| **pixel != ground).count() > 40);
        assert_eq!(picture, draw());
        assert!(picture.to_png().starts_with(b"\x89PNG"));
    }
}
