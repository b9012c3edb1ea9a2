//! What stands on the screens: it stays until it was seen, moves nothing that somebody reaches for, can be undone,
//! and is reached by key as by finger.

use crate::window_story::{BARCODE, POT, cancel_basket, in_a_browser, in_a_browser_behind, open_shift, shop};
use counterfoil_tests::driver::Screen;
use counterfoil_tests::driver::key::{DOWN, ENTER, ESCAPE, HAND_MS, SLOW_MS, TAB, function};
use counterfoil_tests::network::Link;
use counterfoil_tests::world::*;

const TO_PAY: &str = "[data-testid=to-pay]";
const LAST_SALE: &str = "[data-testid=last-sale]";

async fn press(screen: &Screen, key: char) {
    screen.keys(&key.to_string(), HAND_MS).await;
}

async fn focused(screen: &Screen, testid: &str) {
    let script = format!("return document.activeElement.dataset.testid === '{testid}'");
    screen.holds(&format!("the focus on {testid}"), &script).await;
}

async fn sell_one(screen: &Screen) {
    screen.scan(BARCODE).await;
    screen.reads(TO_PAY, "24.99").await;
    press(screen, function(9)).await;
    screen.find("[data-testid=paying]").await;
}

#[tokio::test]
async fn the_change_stays_until_it_was_seen_and_can_be_asked_for_until_the_next_payment() {
    let (world, folder) = shop().await;
    let (_till, screen) = in_a_browser(&world, folder.path()).await;
    open_shift(&screen, CASHIER).await;
    sell_one(&screen).await;
    screen.keys("60.00", HAND_MS).await;
    screen.reads("[data-testid=entered]", "60.00").await;
    // Twice, as a hand that is not sure of the first.
    screen.keys(&ENTER.to_string().repeat(2), 400).await;
    screen.reads("[data-testid=change]", "35.01").await;
    press(&screen, ENTER).await;
    screen.reads(LAST_SALE, "change £35.01").await;
    screen.scan(POT).await;
    screen.reads(TO_PAY, "9.99").await;
    screen.reads(LAST_SALE, "change £35.01").await;
    screen.click("[data-testid=reprint]").await;
    screen.shows("written to").await;
    press(&screen, function(9)).await;
    screen.find("[data-testid=paying]").await;
    press(&screen, ESCAPE).await;
    screen.reads(LAST_SALE, "change £35.01").await;
    press(&screen, function(9)).await;
    screen.keys(&format!("5{ENTER}"), HAND_MS).await;
    screen.reads("[data-testid=still-to-pay]", "4.99").await;
    press(&screen, ESCAPE).await;
    screen.find("[data-testid=sell]").await;
    screen.holds("no sale before", &format!("return !document.querySelector('{LAST_SALE}')")).await;
}

#[tokio::test]
async fn a_basket_that_was_cancelled_comes_back_by_undo() {
    let (world, folder) = shop().await;
    let (_till, screen) = in_a_browser(&world, folder.path()).await;
    open_shift(&screen, CASHIER).await;
    screen.scan(BARCODE).await;
    screen.scan(POT).await;
    screen.reads(TO_PAY, "34.98").await;
    cancel_basket(&screen).await;
    screen.shows("Undo brings it back").await;
    screen.scan(POT).await;
    screen.reads(TO_PAY, "9.99").await;
    screen.click("[data-testid=undo]").await;
    screen.reads(TO_PAY, "0.00").await;
    screen.keys(&DOWN.to_string(), HAND_MS).await;
    screen.click("[data-testid=undo]").await;
    screen.reads(TO_PAY, "34.98").await;
}

/// More products than fit on any screen.
async fn many_products(world: &World) {
    let rows = (0..200).map(|at| format!("M{at:03},Mug number {at:03},1.00,standard,yes,{}\n", 5_000_000 + at));
    let file = format!("sku,name,price,tax_class,stocked,barcode\n{}", rows.collect::<String>());
    world.server.cli(&["import", "catalogue", &world.server.file("mugs.csv", &file)]).await;
}

/// Hears what the page complains of, and which tiles are touched.
const WATCH: &str = "window.complaints = []; window.touched = new Set();
    for (const kind of ['error', 'unhandledrejection']) addEventListener(kind, event => complaints.push(String(event.message || event.reason)));
    const error = console.error; console.error = (...said) => { complaints.push(said.join(' ')); error(...said) };
    document.querySelectorAll('.tile, #search, .virtual').forEach(element => element.mark = true);
    new MutationObserver(seen => seen.forEach(one => {
        const tile = (one.target.nodeType === 1 ? one.target : one.target.parentElement)?.closest('.tile');
        if (tile) touched.add(tile.dataset.testid);
        one.addedNodes.forEach(node => node.nodeType === 1 && [node, ...node.querySelectorAll('*')].forEach(
            element => element.matches('.tile, #search, .virtual') && touched.add(element.dataset.testid || element.className)));
    })).observe(document.querySelector('.left'), { subtree: true, childList: true, attributes: true, characterData: true })";

#[tokio::test]
async fn what_did_not_change_is_not_drawn_again_and_stays_where_it_is() {
    let (world, folder) = shop().await;
    many_products(&world).await;
    let (_till, screen) = in_a_browser(&world, folder.path()).await;
    open_shift(&screen, CASHIER).await;
    screen.find("[data-testid=tile-KETTLE]").await;
    screen.holds("all products", "return document.querySelector('.virtual-all').offsetHeight > 4000").await;
    screen.run(WATCH, &[]).await;
    screen.click("[data-testid=tile-KETTLE]").await;
    screen.reads("[data-testid=tile-KETTLE]", "4 left").await;
    screen.click("[data-testid=line-more]").await;
    screen.reads("[data-testid=tile-KETTLE]", "3 left").await;
    assert_eq!(screen.run("return [...touched].join()", &[]).await, "tile-KETTLE", "more was drawn than changed");
    screen.scan(BARCODE).await;
    screen.reads("[data-testid=tile-KETTLE]", "2 left").await;
    let same = "return ['#search', '.virtual'].every(part => document.querySelector(part).mark)";
    screen.holds("the same field and list", same).await;

    screen.run("document.querySelector('.virtual').scrollTop = 1480", &[]).await;
    let in_view = "const [x, y] = [200, 400]; const tile = document.elementFromPoint(x, y).closest('.tile'); \
                   window.pressed = tile; return !!tile && tile.innerText.includes('Mug')";
    screen.holds("mugs in view", in_view).await;
    screen.run("pressed.click()", &[]).await;
    screen.reads(TO_PAY, "75.97").await;
    screen.holds("the tiles where they were", "return document.querySelector('.virtual').scrollTop === 1480").await;

    for batch in 0..20 {
        let codes: String = (0..5).map(|at| format!("{}{ENTER}", 5_000_000 + batch * 5 + at)).collect();
        screen.keys(&codes, 6).await;
        let taps = "for (const tile of [...document.querySelectorAll('.tile')].slice(0, 5)) tile.click()";
        screen.run(taps, &[]).await;
    }
    // A sale goes on beneath a page that is left at once.
    screen.run("document.querySelector('.tile').click()", &[]).await;
    press(&screen, function(9)).await;
    screen.find("[data-testid=paying]").await;
    press(&screen, ESCAPE).await;
    screen.find("[data-testid=sell]").await;
    screen.holds("nothing left in the field", "return document.getElementById('search').value === ''").await;
    let complaints = screen.run("return complaints.join('\\n')", &[]).await;
    assert_eq!(complaints, "", "the page complained");
}

#[tokio::test]
async fn what_is_said_lies_over_the_tiles_and_is_said_once() {
    let (world, folder) = shop().await;
    let (_till, screen) = in_a_browser(&world, folder.path()).await;
    open_shift(&screen, CASHIER).await;
    let places = "return JSON.stringify([...document.querySelectorAll('.tile, .chip')].map(tile => \
                  { const at = tile.getBoundingClientRect(); return [at.x, at.y] }))";
    screen.find("[data-testid=tile-KETTLE]").await;
    let before = screen.run(places, &[]).await;
    let said = |count: usize| {
        format!(
            "return [...document.querySelectorAll('.banner')].filter(one => one.innerText.includes('has the code “')).length === {count}"
        )
    };
    for code in ["4006381333948", "4006381333948", "4006381333955", "4006381333948"] {
        screen.scan(code).await;
        screen.reads("[data-testid=unknown-code]", code).await;
    }
    screen.holds("each unknown code once", &said(2)).await;
    assert_eq!(screen.run(places, &[]).await, before, "tiles moved");
    screen.holds("it can be read", "const at = document.querySelector('[data-testid=unknown-code]').getBoundingClientRect(); \
        return !!document.elementFromPoint(at.x + at.width / 2, at.y + at.height / 2).closest('[data-testid=unknown-code]')").await;
}

/// Says which parts lie on top of one another, and which buttons cannot be reached by scrolling.
const OVERLAP: &str = "const at = part => document.querySelector(part)?.getBoundingClientRect();
    const parts = ['.top', '.left', '.cart', '.bottom', '.done-main', '.done-receipt', '.page-head', '.column', '.story'];
    const wrong = [];
    parts.forEach((one, index) => parts.slice(index + 1).forEach(other => {
        const [a, b] = [at(one), at(other)];
        if (a && b && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1) wrong.push(one + other);
    }));
    for (const button of document.querySelectorAll('button, output, input')) {
        if (!button.checkVisibility() || button.closest('.unseen')) continue;
        button.scrollIntoView({ block: 'center', inline: 'center' });
        const box = button.getBoundingClientRect();
        const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        if (!top || !(button.contains(top) || top.contains(button))) wrong.push((button.dataset.testid || button.id) + ' under ' + (top?.className || top));
    }
    scrollTo(0, 0); document.querySelectorAll('*').forEach(one => one.scrollTop && (one.scrollTop = 0));
    return wrong.join('; ')";

const SIZES: [(u32, u32); 6] = [(1366, 768), (1093, 614), (1024, 600), (911, 512), (683, 384), (1920, 1080)];

#[tokio::test]
async fn whatever_the_window_the_action_that_completes_is_in_view_and_nothing_lies_on_another() {
    let (world, folder) = shop().await;
    let (_till, screen) = in_a_browser(&world, folder.path()).await;
    open_shift(&screen, MANAGER).await;
    let in_view = |testid: &str| {
        format!(
            "const at = document.querySelector('[data-testid={testid}]').getBoundingClientRect(); \
             const top = document.elementFromPoint(at.x + at.width / 2, at.y + at.height - 4); \
             return at.y >= 0 && at.bottom <= innerHeight && !!top && !!top.closest('[data-testid={testid}]')"
        )
    };
    for size in SIZES {
        screen.resize(size).await;
        sell_one(&screen).await;
        press(&screen, ESCAPE).await;
        screen.find("[data-testid=sell]").await;
        assert_eq!(screen.run(OVERLAP, &[]).await, "", "selling at {size:?}");
        screen.holds(&format!("Pay in view at {size:?}"), &in_view("pay")).await;
        press(&screen, function(9)).await;
        screen.find("[data-testid=paying]").await;
        screen.keys("1x", HAND_MS).await;
        press(&screen, ENTER).await;
        screen.shows("is not an amount").await;
        screen.holds(&format!("the action in view at {size:?}"), &in_view("complete")).await;
        press(&screen, ESCAPE).await;
        press(&screen, function(9)).await;
        screen.keys("30", HAND_MS).await;
        screen.shows("Change will be").await;
        assert_eq!(screen.run(OVERLAP, &[]).await, "", "paying at {size:?}");
        screen.holds(&format!("the action in view at {size:?}"), &in_view("complete")).await;
        press(&screen, ENTER).await;
        screen.reads("[data-testid=change]", "5.01").await;
        screen.holds(&format!("the change in view at {size:?}"), &in_view("change")).await;
        assert_eq!(screen.run(OVERLAP, &[]).await, "", "the change at {size:?}");
        screen.scan(POT).await;
        screen.find("[data-testid=sell]").await;
        cancel_basket(&screen).await;
        press(&screen, ESCAPE).await;
        screen.shows_no("Undo brings it back").await;
        for page in ["orders", "receive", "products", "sell"] {
            // One column may be longer than the window.
            screen.run("document.querySelector('.bottom').scrollIntoView({ block: 'center' })", &[]).await;
            screen.click(&format!("[data-testid=nav-{page}]")).await;
            screen.find(&format!("[data-testid=nav-{page}].here")).await;
            assert_eq!(screen.run(OVERLAP, &[]).await, "", "{page} at {size:?}");
        }
    }
}

/// What is read from 80 cm, and how large it is at least.
const LEGIBLE: &str = "const small = [];
    for (const part of arguments[0]) for (const element of document.querySelectorAll(part)) {
        const size = parseFloat(getComputedStyle(element).fontSize);
        if (size < arguments[1]) small.push(part + ' ' + size);
    }
    return small.join('; ')";

#[tokio::test]
async fn what_a_cashier_reads_is_large_enough_and_grows_with_the_screen() {
    let (world, folder) = shop().await;
    let (_till, screen) = in_a_browser(&world, folder.path()).await;
    open_shift(&screen, CASHIER).await;
    screen.scan("4006381333948").await;
    screen.find("[data-testid=unknown-code]").await;
    screen.scan(BARCODE).await;
    screen.reads(TO_PAY, "24.99").await;
    screen.click("[data-testid=fulfil-pickup]").await;
    screen.reads("[data-testid=line-1]", "subject to stock").await;
    let read = serde_json::json!([
        ".line .name",
        ".line .sub *",
        ".totals .parts *",
        ".tile .name",
        ".tile .stock",
        ".tile .stock .shape",
        ".banner .said",
        ".connection *",
        ".customer .label",
        ".chip .label",
        ".actions .label",
        ".totals .row .label"
    ]);
    assert_eq!(screen.run(LEGIBLE, &[read.clone(), 18.into()]).await, "");
    screen.resize((1920, 1080)).await;
    assert_eq!(screen.run(LEGIBLE, &[read, 20.into()]).await, "");
    press(&screen, function(9)).await;
    screen.keys("30", HAND_MS).await;
    screen.shows("Change will be").await;
    assert_eq!(screen.run(LEGIBLE, &[serde_json::json!([".about"]), 28.into()]).await, "");
}

#[tokio::test]
async fn who_has_only_keys_signs_in_sells_and_finds_an_order() {
    let (world, folder) = shop().await;
    let (_till, screen) = in_a_browser(&world, folder.path()).await;
    screen.find(&format!("[data-testid=staff-{}]", CASHIER.0)).await;
    screen.keys(CASHIER.0, HAND_MS).await;
    screen.find("[data-testid=pin-enter]").await;
    screen.keys(&format!("{}{ENTER}", CASHIER.1), HAND_MS).await;
    screen.find("[data-testid=shift]").await;
    screen.click("[data-testid=float-100]").await;
    screen.click("[data-testid=open-shift]").await;
    screen.find("[data-testid=tile-KETTLE]").await;
    screen.scan(BARCODE).await;
    screen.reads(TO_PAY, "24.99").await;
    screen.run("document.querySelector('[data-testid=line-quantity]').focus()", &[]).await;
    press(&screen, TAB).await;
    focused(&screen, "line-more").await;
    for sum in ["49.98", "74.97"] {
        press(&screen, ENTER).await;
        screen.reads(TO_PAY, sum).await;
        focused(&screen, "line-more").await;
    }
    press(&screen, function(9)).await;
    screen.find("[data-testid=paying]").await;
    press(&screen, TAB).await;
    focused(&screen, "complete").await;
    press(&screen, ENTER).await;
    screen.find("[data-testid=change]").await;
    press(&screen, TAB).await;
    focused(&screen, "next-sale").await;
    sell_one(&screen).await;
    press(&screen, ENTER).await;
    screen.find("[data-testid=change]").await;
    press(&screen, function(6)).await;
    screen.find("[data-testid=order-T01-000001]").await;
    for testid in ["order-T01-000002", "order-T01-000001"] {
        press(&screen, DOWN).await;
        focused(&screen, testid).await;
    }
    press(&screen, ENTER).await;
    screen.reads("[data-testid=order]", "T01-000001").await;
    press(&screen, TAB).await;
    focused(&screen, "print-roll80").await;
}

#[tokio::test]
async fn cart_receipt_and_order_promise_the_same_and_a_shortage_is_told_as_it_was() {
    let (world, folder) = shop().await;
    let (_till, screen) = in_a_browser(&world, folder.path()).await;
    open_shift(&screen, MANAGER).await;
    screen.keys("4*", SLOW_MS).await;
    screen.scan(BARCODE).await;
    screen.click("[data-testid=fulfil-pickup]").await;
    screen.reads("[data-testid=line-1]", "4 subject to stock").await;
    press(&screen, function(9)).await;
    press(&screen, ENTER).await;
    screen.reads("[data-testid=receipt]", "4 subject to stock").await;
    screen.scan(BARCODE).await;
    screen.reads(TO_PAY, "24.99").await;
    screen.keys("3*", SLOW_MS).await;
    press(&screen, ENTER).await;
    screen.click("[data-testid=fulfil-pickup]").await;
    screen.reads("[data-testid=line-1]", "3 subject to stock, 2 missing now").await;
    press(&screen, function(9)).await;
    press(&screen, ENTER).await;
    screen.find("[data-testid=done]").await;
    press(&screen, function(6)).await;
    screen.reads("[data-testid=order-T01-000001]", "confirmed").await;
    screen.reads("[data-testid=order-T01-000002]", "waits for goods").await;
    screen.click("[data-testid=nav-backorders]").await;
    screen.reads("[data-testid=story]", "sells order T01-000002, and believes 1 free").await;
    screen.reads("[data-testid=story]", "Order T01-000002 reaches the server: 2 cannot be covered").await;
    let times = "return [...document.querySelectorAll('.step time')].slice(0, -1).every(time => /\\d\\d:\\d\\d/.test(time.innerText))";
    screen.holds("a time of day beside each step", times).await;
    screen.shows_no("had not heard").await;
}

#[tokio::test]
async fn while_the_server_is_away_a_warning_is_for_the_few_that_are_left() {
    let (world, folder) = shop().await;
    world.receive(&[("POT", 60)]).await;
    let link = Link::open(world.server.address).await;
    let (_till, screen) = in_a_browser_behind(&link.url(), &world, folder.path()).await;
    open_shift(&screen, MANAGER).await;
    let looks =
        |sku: &str, look: &str| format!("return !!document.querySelector('[data-testid=tile-{sku}] .stock.{look}')");
    screen.holds("sixty pots, as told", &looks("POT", "free")).await;
    screen.holds("five kettles, as told", &looks("KETTLE", "free")).await;
    link.cut();
    screen.reads("[data-testid=connection]", "Offline").await;
    screen.reads("[data-testid=tile-KETTLE]", "5 at risk").await;
    screen.reads("[data-testid=tile-POT]", "60 left").await;
    screen.holds("no warning for sixty pots", &looks("POT", "free")).await;
    screen.click("[data-testid=nav-receive]").await;
    screen.scan(POT).await;
    screen.find("[data-testid=receive-quantity-POT]").await;
    press(&screen, function(9)).await;
    screen.shows("Nothing was changed").await;
    link.restore();
    screen.reads("[data-testid=connection]", "Online").await;
    screen.shows_no("Nothing was changed").await;
}
