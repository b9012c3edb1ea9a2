//! Long lists of which only the part in view exists.

use leptos::ev::Event;
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Rows drawn above and below what is in view.
const OVERSCAN_ROWS: usize = 2;

/// The element that scrolls, how large it is, and how far it was scrolled.
#[derive(Clone, Copy)]
struct View {
    node: NodeRef<Div>,
    size: RwSignal<(usize, usize)>,
    scrolled: RwSignal<usize>,
    row_px: usize,
}

impl View {
    fn new(row_px: usize) -> View {
        let frame = View { node: NodeRef::new(), size: RwSignal::new((1024, 768)), scrolled: RwSignal::new(0), row_px };
        frame.node.on_load(move |_| {
            request_animation_frame(move || frame.measure());
        });
        let resized = window_event_listener(leptos::ev::resize, move |_| frame.measure());
        on_cleanup(move || resized.remove());
        frame
    }

    fn measure(self) {
        if let Some(node) = self.node.try_get_untracked().flatten() {
            let now = (node.client_width().max(1) as usize, node.client_height().max(1) as usize);
            if self.size.get_untracked() != now {
                self.size.set(now);
            }
        }
    }

    /// The rows to draw, of so many.
    fn shown(self, rows: usize) -> (usize, usize) {
        let first = (self.scrolled.get() / self.row_px).saturating_sub(OVERSCAN_ROWS);
        let last = (self.scrolled.get() + self.size.get().1).div_ceil(self.row_px) + OVERSCAN_ROWS;
        (first.min(rows), last.min(rows))
    }

    fn bring_into_view(self, row: usize) {
        let Some(node) = self.node.get_untracked() else { return };
        let top = (row * self.row_px) as i32;
        let bottom = top + self.row_px as i32;
        if top < node.scroll_top() {
            node.set_scroll_top(top);
        } else if bottom > node.scroll_top() + node.client_height() {
            node.set_scroll_top(bottom - node.client_height());
        }
    }

    fn to_top(self) {
        if let Some(node) = self.node.get_untracked() {
            node.set_scroll_top(0);
        }
    }

    /// Says whether the end is near.
    fn on_scroll(self, event: &Event) -> bool {
        let Some(node) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else {
            return false;
        };
        self.measure();
        self.scrolled.set(node.scroll_top().max(0) as usize);
        node.scroll_top() + 2 * node.client_height() >= node.scroll_height()
    }
}

/// A grid (or, with one column, a list) of which only the rows in view exist.
#[component]
pub fn VirtualGrid<T: Clone + PartialEq + Send + Sync + 'static>(
    #[prop(into)] items: Signal<Vec<T>>,
    item: impl Fn(usize, T) -> AnyView + Copy + Send + Sync + 'static,
    /// Height of one row with its gap, in pixels.
    row_px: usize,
    /// Columns are at least this wide; 0 makes a list.
    #[prop(default = 0)]
    column_px_min: usize,
    #[prop(into)] label: String,
    #[prop(optional)] columns: Option<RwSignal<usize>>,
    /// The item to keep in view.
    #[prop(into, optional)]
    follow: Option<Signal<Option<usize>>>,
    /// Another list begins: back to its top.
    #[prop(into, optional)]
    top_on: Option<Signal<String>>,
    #[prop(optional)] on_end: Option<Callback<()>>,
) -> impl IntoView {
    let frame = View::new(row_px);
    let side_by_side = Memo::new(move |_| match column_px_min {
        0 => 1,
        wanted => (frame.size.get().0 / wanted).max(1),
    });
    if let Some(columns) = columns {
        Effect::new(move || columns.set(side_by_side.get()));
    }
    Effect::new(move || {
        if let Some(at) = follow.and_then(|follow| follow.get()) {
            frame.bring_into_view(at / side_by_side.get());
        }
    });
    let begins = Memo::new(move |_| top_on.map(|top_on| top_on.get()));
    Effect::new(move || {
        begins.track();
        frame.to_top();
    });
    let rows = Memo::new(move |_| items.with(Vec::len).div_ceil(side_by_side.get()));
    let shown = Memo::new(move |_| frame.shown(rows.get()));
    let on_scroll = move |event: Event| {
        if frame.on_scroll(&event)
            && let Some(on_end) = on_end
        {
            on_end.run(());
        }
    };
    let visible = move || {
        let columns = side_by_side.get();
        let (first, last) = shown.get();
        first * columns..(last * columns).min(items.with(Vec::len))
    };
    // Each place is drawn by itself: what has the focus keeps it, and what did not change is left alone.
    let place = move |at: usize| {
        let one = Memo::new(move |_| items.with(|items| items.get(at).cloned()));
        move || one.get().map(|one| item(at, one))
    };
    view! {
        <div class="virtual" role="group" aria-label=label node_ref=frame.node on:scroll=on_scroll>
            <div class="virtual-all" style:height=move || format!("{}px", rows.get() * row_px)>
                <div
                    class="virtual-shown"
                    style:inset-block-start=move || format!("{}px", shown.get().0 * row_px)
                    style:grid-template-columns=move || format!("repeat({}, minmax(0, 1fr))", side_by_side.get())
                    style:grid-auto-rows=format!("{row_px}px")
                >
                    <For each=visible key=|at| *at children=place />
                </div>
            </div>
        </div>
    }
}
