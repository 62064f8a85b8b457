//! Objects and lists that are answered where they stand.
//!
//! async-graphql makes a task of every field of an object and waits for all of them together, which costs about a
//! microsecond a field. Most fields have nothing to wait for: their values are in memory. Here a field is tried first, and
//! only one that has to wait becomes a task, so that what fields wait for is still fetched together. Answers are the same;
//! fields come in the order asked for.

use std::{
    borrow::Cow,
    future::{Future, poll_fn},
    pin::pin,
    task::{self, Poll},
};

use async_graphql::{
    ContextSelectionSet, Name, ObjectType, OutputType, Positioned, ServerResult, Value,
    futures_util::{
        future::BoxFuture,
        stream::{FuturesUnordered, StreamExt},
    },
    indexmap::{IndexMap, map::Entry},
    parser::types::{Field, Selection, SelectionSet, TypeCondition},
    registry::Registry,
};

/// An object, answered where it stands. To the schema it is the object itself.
#[derive(Clone, Debug)]
pub(super) struct Direct<T>(pub(super) T);

/// A list of objects, answered where they stand.
#[derive(Clone, Debug)]
pub(super) struct DirectList<T>(Vec<T>);

impl<T> DirectList<T> {
    pub(super) fn new() -> Self {
        Self(Vec::new())
    }
}

impl<T> From<Vec<T>> for DirectList<T> {
    fn from(items: Vec<T>) -> Self {
        Self(items)
    }
}

impl<T> FromIterator<T> for DirectList<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

impl<T: ObjectType> OutputType for Direct<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        Ok(object(ctx, &self.0).await)
    }
}

impl<T: ObjectType> OutputType for DirectList<T> {
    fn type_name() -> Cow<'static, str> {
        Vec::<T>::type_name()
    }

    fn qualified_type_name() -> String {
        Vec::<T>::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        Vec::<T>::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        Ok(list(ctx, &self.0).await)
    }
}

/// Answers the fields of an object.
pub(super) async fn object<'a, T: ObjectType>(ctx: &ContextSelectionSet<'a>, root: &'a T) -> Value {
    let begun = poll_fn(|task| Poll::Ready(Begun::new(ctx, root, task))).await;
    begun.finish(ctx).await
}

/// Answers the items of a list.
async fn list<T: ObjectType>(ctx: &ContextSelectionSet<'_>, items: &[T]) -> Value {
    let places: Vec<ContextSelectionSet<'_>> = (0..items.len()).map(|index| ctx.with_index(index)).collect();
    let mut values = vec![Value::Null; items.len()];
    let mut waiting = Vec::new();
    poll_fn(|task| {
        for (index, (item, place)) in items.iter().zip(&places).enumerate() {
            let begun = Begun::new(place, item, task);
            if begun.waiting.is_empty() {
                values[index] = begun.into_value();
            } else {
                waiting.push(async move { (index, begun.finish(place).await) });
            }
        }
        Poll::Ready(())
    })
    .await;
    let mut waiting: FuturesUnordered<_> = waiting.into_iter().collect();
    while let Some((index, value)) = waiting.next().await {
        values[index] = value;
    }
    Value::List(values)
}

/// What became of a field; of one that an error left out, nothing.
type Answered<'a> = (&'a Name, ServerResult<Option<Value>>);

/// An object whose fields have all been tried.
struct Begun<'a> {
    fields: IndexMap<Name, Value>,
    // Fields that keep their place in the object until they are answered.
    reserved: Vec<&'a Name>,
    waiting: Vec<BoxFuture<'a, Answered<'a>>>,
}

impl<'a> Begun<'a> {
    fn new<T: ObjectType>(ctx: &ContextSelectionSet<'a>, root: &'a T, task: &mut task::Context<'_>) -> Self {
        let selected = ctx.item;
        let mut begun = Self {
            fields: IndexMap::with_capacity(selected.node.items.len()),
            reserved: Vec::new(),
            waiting: Vec::new(),
        };
        begun.begin(ctx, &selected.node, root, task);
        begun
    }

    fn begin<T: ObjectType>(
        &mut self,
        ctx: &ContextSelectionSet<'a>,
        selected: &'a SelectionSet,
        root: &'a T,
        task: &mut task::Context<'_>,
    ) {
        for selection in &selected.items {
            match &selection.node {
                Selection::Field(field) => self.begin_field(ctx, field, root, task),
                Selection::InlineFragment(fragment) => {
                    if applies::<T>(ctx, fragment.node.type_condition.as_ref()) {
                        self.begin(ctx, &fragment.node.selection_set.node, root, task);
                    }
                }
                // Whether every fragment is there was asked when the document was validated.
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = ctx.query_env.fragments.get(&spread.node.fragment_name.node)
                        && applies::<T>(ctx, Some(&fragment.node.type_condition))
                    {
                        self.begin(ctx, &fragment.node.selection_set.node, root, task);
                    }
                }
            }
        }
    }

    fn begin_field<T: ObjectType>(
        &mut self,
        ctx: &ContextSelectionSet<'a>,
        field: &'a Positioned<Field>,
        root: &'a T,
        task: &mut task::Context<'_>,
    ) {
        let name = &field.node.response_key().node;
        if field.node.name.node == "__typename" {
            return self.put(name, Value::String(root.introspection_type_name().into_owned()));
        }
        // A field without fields of its own is tried on the stack. If it has to wait it is asked again: loaders answer the
        // same question once.
        if field.node.selection_set.node.items.is_empty()
            && let Poll::Ready(answer) = pin!(root.resolve_field(&ctx.with_field(field))).poll(task)
        {
            return self.answered(ctx, (name, answer));
        }
        let inner = ctx.clone();
        let mut answer: BoxFuture<'a, Answered<'a>> =
            Box::pin(async move { (name, root.resolve_field(&inner.with_field(field)).await) });
        match answer.as_mut().poll(task) {
            Poll::Ready(answered) => self.answered(ctx, answered),
            Poll::Pending => {
                if !self.fields.contains_key(name) {
                    self.fields.insert(name.clone(), Value::Null);
                    self.reserved.push(name);
                }
                self.waiting.push(answer);
            }
        }
    }

    fn answered(&mut self, ctx: &ContextSelectionSet<'_>, (name, answer): Answered<'_>) {
        match answer {
            Ok(value) => self.put(name, value.unwrap_or_default()),
            Err(error) => ctx.add_error(error),
        }
    }

    fn put(&mut self, name: &Name, value: Value) {
        if let Some(place) = self.reserved.iter().position(|reserved| *reserved == name) {
            self.reserved.swap_remove(place);
            self.fields.insert(name.clone(), value);
            return;
        }
        match self.fields.entry(name.clone()) {
            Entry::Vacant(entry) => drop(entry.insert(value)),
            Entry::Occupied(mut entry) => merge(entry.get_mut(), value),
        }
    }

    async fn finish(mut self, ctx: &ContextSelectionSet<'_>) -> Value {
        if !self.waiting.is_empty() {
            let mut waiting: FuturesUnordered<_> = std::mem::take(&mut self.waiting).into_iter().collect();
            while let Some(answered) = waiting.next().await {
                self.answered(ctx, answered);
            }
        }
        self.into_value()
    }

    fn into_value(mut self) -> Value {
        // What is still reserved an error left out.
        for name in self.reserved {
            self.fields.shift_remove(name);
        }
        if self.fields.is_empty() { Value::Null } else { Value::Object(self.fields) }
    }
}

/// Whether a fragment on a type, or on nothing, is about objects of this one.
fn applies<T: ObjectType>(ctx: &ContextSelectionSet<'_>, condition: Option<&Positioned<TypeCondition>>) -> bool {
    let Some(condition) = condition else { return true };
    let condition = condition.node.on.node.as_str();
    let name = T::type_name();
    name == condition
        || ctx.schema_env.registry.implements.get(&*name).is_some_and(|interfaces| interfaces.contains(condition))
}

/// Adds what a field says that is asked for twice (GraphQL specification, section 6.3.2, "Field Collection").
fn merge(into: &mut Value, value: Value) {
    match (into, value) {
        (Value::Object(into), Value::Object(fields)) => {
            for (name, value) in fields {
                match into.entry(name) {
                    Entry::Vacant(entry) => drop(entry.insert(value)),
                    Entry::Occupied(mut entry) => merge(entry.get_mut(), value),
                }
            }
        }
        (Value::List(into), Value::List(items)) => {
            for (into, value) in into.iter_mut().zip(items) {
                merge(into, value);
            }
        }
        _ => {}
    }
}
