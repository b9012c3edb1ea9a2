use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Rows drawn above and below what is in view.
const OVERSCAN_ROWS: usize = 2;

/// A grid (or, with one column, a list) of which only the rows in view exist.
#[component]
pub fn VirtualGrid<T: Clone + Send + Sync + 'static>(
    #[prop(into)] items: Signal<Vec<T>>,
    item: impl Fn(usize, T) -> AnyView + Send + 'static,
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
    let frame: NodeRef<Div> = NodeRef::new();
    let size = RwSignal::new((1024usize, 768usize));
    let scrolled = RwSignal::new(0usize);
    let measure = move || {
        if let Some(frame) = frame.get_untracked() {
            let now = (frame.client_width().max(1) as usize, frame.client_height().max(1) as usize);
            if size.get_untracked() != now {
                size.set(now);
            }
        }
    };
    frame.on_load(move |_| {
        request_animation_frame(measure);
    });
    let resized = window_event_listener(leptos::ev::resize, move |_| measure());
    on_cleanup(move || resized.remove());

    let side_by_side = Memo::new(move |_| match column_px_min {
        0 => 1,
        wanted => (size.get().0 / wanted).max(1),
    });
    Effect::new(move || {
        if let Some(columns) = columns {
            columns.set(side_by_side.get());
        }
    });
    let rows = Memo::new(move |_| items.with(Vec::len).div_ceil(side_by_side.get()));
    let shown = Memo::new(move |_| {
        let first = (scrolled.get() / row_px).saturating_sub(OVERSCAN_ROWS);
        let last = (scrolled.get() + size.get().1).div_ceil(row_px) + OVERSCAN_ROWS;
        (first.min(rows.get()), last.min(rows.get()))
    });
    Effect::new(move || {
        let Some(at) = follow.and_then(|follow| follow.get()) else { return };
        let Some(frame) = frame.get_untracked() else { return };
        let top = (at / side_by_side.get() * row_px) as i32;
        let bottom = top + row_px as i32;
        if top < frame.scroll_top() {
            frame.set_scroll_top(top);
        } else if bottom > frame.scroll_top() + frame.client_height() {
            frame.set_scroll_top(bottom - frame.client_height());
        }
    });
    Effect::new(move || {
        if let Some(top_on) = top_on {
            top_on.track();
            if let Some(frame) = frame.get_untracked() {
                frame.set_scroll_top(0);
            }
        }
    });
    let on_scroll = move |event: leptos::ev::Event| {
        let Some(frame) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else { return };
        measure();
        scrolled.set(frame.scroll_top().max(0) as usize);
        let near_end = frame.scroll_top() + 2 * frame.client_height() >= frame.scroll_height();
        if let Some(on_end) = on_end.filter(|_| near_end) {
            on_end.run(());
        }
    };
    let visible = move || {
        let columns = side_by_side.get();
        let (first, last) = shown.get();
        items.with(|items| {
            let range = first * columns..(last * columns).min(items.len());
            range.filter_map(|at| items.get(at).map(|one| item(at, one.clone()))).collect_view()
        })
    };
    view! {
        <div class="virtual" role="group" aria-label=label node_ref=frame on:scroll=on_scroll>
            <div class="virtual-all" style:height=move || format!("{}px", rows.get() * row_px)>
                <div
                    class="virtual-shown"
                    style:inset-block-start=move || format!("{}px", shown.get().0 * row_px)
                    style:grid-template-columns=move || format!("repeat({}, minmax(0, 1fr))", side_by_side.get())
                    style:grid-auto-rows=format!("{row_px}px")
                >
                    {visible}
                </div>
            </div>
        </div>
    }
}
