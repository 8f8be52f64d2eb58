use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn column<'a, T: Integer>(wrap: impl FnOnce(&'a [T]) -> IdValues<'a>, ids: &'a [T]) -> IdColumn<'a> {
    IdColumn::new(wrap(ids), None)
}

fn i64s(ids: &[i64]) -> IdColumn<'_> {
    column(IdValues::I64, ids)
}

fn utf8(strings: &[String]) -> (Vec<i32>, Vec<u8>) {
    let mut offsets = vec![0];
    let mut data = Vec::new();
    for string in strings {
        data.extend_from_slice(string.as_bytes());
        offsets.push(i32::try_from(data.len()).expect("short"));
    }
    (offsets, data)
}

fn map<'a>(src: &IdColumn<'a>, dst: &IdColumn<'a>, table: Option<&IdColumn<'a>>, mapping: IdMapping) -> Result<MappedIds<'a>, GraphError> {
    map_ids(src, dst, table, mapping, &Control::none())
}

#[test]
fn sorts_integers_numerically() {
    let mapped = map(&i64s(&[10, -3, 10]), &i64s(&[7, 7, 10]), Some(&i64s(&[99, -3])), IdMapping::Sorted).expect("maps");
    assert_eq!(mapped.ids.ids, IdBuffer::I64(vec![-3, 7, 10, 99]));
    assert_eq!((mapped.vertices, &*mapped.src, &*mapped.dst), (4, &[2, 0, 2][..], &[1, 1, 2][..]));
}

#[test]
fn numbers_by_first_appearance_src_before_dst() {
    let mapped = map(&i64s(&[10, -3, 10]), &i64s(&[7, 7, 10]), Some(&i64s(&[99, -3])), IdMapping::FirstAppearance).expect("maps");
    assert_eq!(mapped.ids.ids, IdBuffer::I64(vec![10, 7, -3, 99]));
    assert_eq!((&*mapped.src, &*mapped.dst), (&[0, 2, 0][..], &[1, 1, 0][..]));
}

#[test]
fn extremes_do_not_overflow() {
    let mapped = map(&i64s(&[i64::MAX, i64::MIN]), &i64s(&[i64::MIN, 0]), None, IdMapping::Sorted).expect("maps");
    assert_eq!(mapped.ids.ids, IdBuffer::I64(vec![i64::MIN, 0, i64::MAX]));
    let bytes = column(IdValues::I8, &[-128, 127]);
    let mapped = map(&bytes, &bytes, None, IdMapping::Sorted).expect("maps");
    assert_eq!(mapped.ids.ids, IdBuffer::I8(vec![-128, 127]));
}

#[test]
fn dense_u32_is_borrowed_and_checked() {
    let (src, dst) = ([0u32, 2], [2u32, 1]);
    let mapped = map(&column(IdValues::U32, &src), &column(IdValues::U32, &dst), None, IdMapping::Dense(5)).expect("maps");
    assert!(matches!(mapped.src, Cow::Borrowed(ids) if std::ptr::eq(ids, &src[..])));
    assert_eq!((mapped.vertices, mapped.ids.len()), (5, 5));
    let error = map(&i64s(&[0, 5, 9]), &i64s(&[1, -1, 2]), None, IdMapping::Dense(5)).expect_err("5 is outside");
    assert_eq!(error, GraphError::VertexIdOutOfRange { id: "5".into(), row: 1, column: EdgeColumn::Src, vertices: 5 });
    let error = map(&i64s(&[0, 1, 9]), &i64s(&[1, -1, 2]), None, IdMapping::Dense(5)).expect_err("-1 is outside");
    assert_eq!(error, GraphError::VertexIdOutOfRange { id: "-1".into(), row: 1, column: EdgeColumn::Dst, vertices: 5 });
}

#[test]
fn the_first_null_is_named() {
    let src = IdColumn::new(IdValues::I64(&[1, 2, 3]), Some(&[0b011]));
    let dst = IdColumn::new(IdValues::I64(&[1, 2, 3]), Some(&[0b101]));
    let error = map(&src, &dst, None, IdMapping::Sorted).expect_err("null");
    assert_eq!(error, GraphError::NullVertexId { row: 1, column: EdgeColumn::Dst });
}

#[test]
fn types_and_lengths_must_agree() {
    assert_eq!(map(&i64s(&[1]), &i64s(&[]), None, IdMapping::Sorted).expect_err("lengths").code(), "INVALID_ARGUMENT");
    assert_eq!(map(&i64s(&[1]), &column(IdValues::I8, &[1]), None, IdMapping::Sorted).expect_err("types").code(), "INVALID_ARGUMENT");
}

#[test]
fn finds_vertices_by_id() {
    for mapping in [IdMapping::Sorted, IdMapping::FirstAppearance] {
        let mapped = map(&i64s(&[10, -3]), &i64s(&[7, 7]), None, mapping).expect("maps");
        let found = mapped.ids.lookup(&column(IdValues::I32, &[-3, 7])).expect("present");
        assert_eq!(found, vec![mapped.src[1], mapped.dst[0]]);
        let error = mapped.ids.lookup(&i64s(&[7, 8])).expect_err("absent");
        assert_eq!(error, GraphError::VertexNotFound { id: "8".into(), vertices: 3 });
        assert_eq!(
            mapped.ids.lookup(&IdColumn::new(IdValues::Utf8 { offsets: &[0, 1], data: b"7" }, None)).expect_err("type").code(),
            "INVALID_ARGUMENT"
        );
    }
}

#[test]
fn cancelled_is_an_error() {
    let flag = std::sync::atomic::AtomicBool::new(true);
    let error = map_ids(&i64s(&[1]), &i64s(&[2]), None, IdMapping::Sorted, &Control::new(&flag)).expect_err("cancelled");
    assert_eq!(error, GraphError::Cancelled);
}

/// The definition: a list of all ids in scan order, without repeats.
fn naive<K: Ord + Clone>(src: &[K], dst: &[K], table: &[K], sorted: bool) -> (Vec<u32>, Vec<u32>, Vec<K>) {
    let mut ids: Vec<K> = Vec::new();
    let mut seen = BTreeSet::new();
    for id in src.iter().zip(dst).flat_map(|(src, dst)| [src, dst]).chain(table) {
        if seen.insert(id.clone()) {
            ids.push(id.clone());
        }
    }
    if sorted {
        ids.sort();
    }
    let find = |wanted: &K| u32::try_from(ids.iter().position(|id| id == wanted).expect("present")).expect("small");
    (src.iter().map(find).collect(), dst.iter().map(find).collect(), ids.clone())
}

fn on_threads<R: Send>(threads: usize, work: impl FnOnce() -> R + Send) -> R {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("pool").install(work)
}

proptest! {
    #[test]
    fn integers_match_the_naive_mapping(
        edges in proptest::collection::vec((0..40i64, 0..40i64), 0..200),
        table in proptest::collection::vec(0..60i64, 0..10),
        stretch in prop_oneof![Just(1i64), Just(1000), Just(1 << 52)],
        sorted in any::<bool>(),
        threads in 1..=2usize,
    ) {
        let (src, dst): (Vec<i64>, Vec<i64>) = edges.iter().map(|(a, b)| ((a - 20) * stretch, (b - 20) * stretch)).unzip();
        let table: Vec<i64> = table.iter().map(|id| (id - 20) * stretch).collect();
        let expected = naive(&src, &dst, &table, sorted);
        let mapping = if sorted { IdMapping::Sorted } else { IdMapping::FirstAppearance };
        let mapped = on_threads(threads, || map(&i64s(&src), &i64s(&dst), Some(&i64s(&table)), mapping).expect("maps"));
        prop_assert_eq!((mapped.src.to_vec(), mapped.dst.to_vec(), mapped.ids.ids), (expected.0, expected.1, IdBuffer::I64(expected.2)));
    }

    #[test]
    fn strings_match_the_naive_mapping(
        edges in proptest::collection::vec(("[a-cé]{0,3}", "[a-cé]{0,3}"), 0..100),
        sorted in any::<bool>(),
        threads in 1..=2usize,
    ) {
        let (src, dst): (Vec<String>, Vec<String>) = edges.into_iter().unzip();
        let expected = naive(&src, &dst, &[], sorted);
        let (a, b) = (utf8(&src), utf8(&dst));
        let mapping = if sorted { IdMapping::Sorted } else { IdMapping::FirstAppearance };
        let column = |(offsets, data)| IdColumn::new(IdValues::Utf8 { offsets, data }, None);
        let mapped = on_threads(threads, || map(&column((&a.0, &a.1)), &column((&b.0, &b.1)), None, mapping).expect("maps"));
        let (offsets, data) = utf8(&expected.2);
        prop_assert_eq!((mapped.src.to_vec(), mapped.dst.to_vec(), mapped.ids.ids), (expected.0, expected.1, IdBuffer::Utf8 { offsets, data }));
    }
}

/// Enough rows for several chunks: the chunks' own numbers must be translated.
#[test]
fn many_chunks_agree_on_any_number_of_threads() {
    let ids = |salt: u64| (0..100_000u64).map(|i| (i.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ salt) >> 50 << 40).collect::<Vec<u64>>();
    let (src, dst) = (ids(1), ids(2));
    let run = |threads, mapping| {
        on_threads(threads, || map(&column(IdValues::U64, &src), &column(IdValues::U64, &dst), None, mapping).expect("maps"))
    };
    for (mapping, sorted) in [(IdMapping::Sorted, true), (IdMapping::FirstAppearance, false)] {
        let (one, two) = (run(1, mapping), run(2, mapping));
        assert_eq!((&one.src, &one.dst, &one.ids), (&two.src, &two.dst, &two.ids));
        let IdBuffer::U64(names) = &one.ids.ids else { panic!("type kept") };
        assert!(one.src.iter().zip(&src).all(|(&at, &id)| names[position_of(at)] == id));
        assert_eq!(names.is_sorted(), sorted);
    }
}

/// A flag that is never set and counts how often it was looked at.
#[derive(Default)]
struct Looks(std::sync::atomic::AtomicUsize);

impl crate::Cancel for Looks {
    fn is_cancelled(&self) -> bool {
        self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        false
    }
}

/// Numbering, merging, sorting and translating each look at the flag at least every 2^18 ids; more runs than one are sorted, too.
#[test]
fn every_phase_looks_at_the_flag() {
    let rows = 3 * Control::EDGES;
    let spread = |salt: u64| (0u64..).take(rows).map(move |i| (i << 1 | salt).wrapping_mul(0x9e37_79b9_7f4a_7c15)).collect::<Vec<u64>>();
    let (src, dst) = (spread(0), spread(1));
    let looks = Looks::default();
    let (src_column, dst_column) = (column(IdValues::U64, &src), column(IdValues::U64, &dst));
    let mapped = on_threads(1, || map_ids(&src_column, &dst_column, None, IdMapping::Sorted, &Control::new(&looks)).expect("maps"));
    // 3 blocks of rows numbered and translated twice, 6 blocks of distinct ids merged and sorted.
    assert!(looks.0.into_inner() >= 3 + 2 * 3 + 6 + 6);
    let IdBuffer::U64(names) = &mapped.ids.ids else { panic!("type kept") };
    assert!(names.is_sorted() && names.len() == 2 * rows);
    assert!((0..rows).step_by(997).all(|row| names[position_of(mapped.src[row])] == src[row]));
}

fn position_of(at: u32) -> usize {
    usize::try_from(at).expect("64 bits")
}
