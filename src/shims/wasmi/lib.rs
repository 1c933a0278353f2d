//! The interface of wasmi, as far as Typst's library needs it, without an interpreter: no module
//! can be loaded, so that nothing that would come after it is ever called. The types say so: all
//! but the configuration are uninhabited or hold nothing.

#![forbid(unsafe_code)]

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;

/// Why a module was not loaded.
#[derive(Debug)]
pub struct Error;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("plug-ins cannot be run here")
    }
}

/// How an engine would work.
#[derive(Debug, Default)]
pub struct Config;

impl Config {
    /// Heeded by nothing.
    pub fn wasm_relaxed_simd(&mut self, _enable: bool) -> &mut Config {
        self
    }
}

/// What would run modules.
#[derive(Debug)]
pub struct Engine;

impl Engine {
    /// An engine that runs nothing.
    pub fn new(_config: &Config) -> Engine {
        Engine
    }
}

/// A loaded module, which there never is.
#[derive(Debug)]
pub struct Module(Infallible);

impl Module {
    /// Always fails.
    pub fn new(_engine: &Engine, _bytes: &[u8]) -> Result<Module, Error> {
        Err(Error)
    }

    /// Never called.
    pub fn get_export(&self, _name: &str) -> Option<ExternType> {
        match self.0 {}
    }

    /// Never called.
    pub fn exports(&self) -> std::iter::Empty<ExportType> {
        match self.0 {}
    }
}

/// What a module gives away, which is nothing.
#[derive(Debug)]
pub struct ExportType(Infallible);

impl ExportType {
    /// Never called.
    pub fn ty(&self) -> &ExternType {
        match self.0 {}
    }

    /// Never called.
    pub fn name(&self) -> &str {
        match self.0 {}
    }
}

/// The type of what a module gives away.
#[derive(Debug)]
pub enum ExternType {
    /// A function.
    Func(FuncType),
    /// A memory.
    Memory(Memory),
}

/// The type of a function.
#[derive(Debug)]
pub struct FuncType(Infallible);

impl FuncType {
    /// Never called.
    pub fn params(&self) -> &[ValType] {
        match self.0 {}
    }

    /// Never called.
    pub fn results(&self) -> &[ValType] {
        match self.0 {}
    }
}

/// The types of values that Typst asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValType {
    /// 32 bits.
    I32,
    /// 64 bits.
    I64,
}

/// The values that Typst passes.
#[derive(Debug, Clone, PartialEq)]
pub enum Val {
    /// 32 bits.
    I32(i32),
    /// 64 bits.
    I64(i64),
}

/// Binds what a module asks for.
#[derive(Debug)]
pub struct Linker<T> {
    engine: Engine,
    data: PhantomData<fn() -> T>,
}

impl<T> Linker<T> {
    /// A linker that links nothing.
    pub fn new(_engine: &Engine) -> Linker<T> {
        Linker { engine: Engine, data: PhantomData }
    }

    /// Forgets the function.
    pub fn func_wrap<F>(&mut self, _module: &str, _name: &str, _function: F) -> Result<(), Error> {
        Ok(())
    }

    /// The engine.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Never called, since there is no module.
    pub fn instantiate_and_start(
        &self,
        _store: &mut Store<T>,
        module: &Module,
    ) -> Result<Instance, Error> {
        match module.0 {}
    }
}

/// What a running module works on.
#[derive(Debug)]
pub struct Store<T>(T);

impl<T> Store<T> {
    /// Holds the data.
    pub fn new(_engine: &Engine, data: T) -> Store<T> {
        Store(data)
    }

    /// The data.
    pub fn data_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

/// A running module, which there never is.
#[derive(Debug)]
pub struct Instance(Infallible);

impl Instance {
    /// Never called.
    pub fn get_export<C>(&self, _context: C, _name: &str) -> Option<Extern> {
        match self.0 {}
    }
}

/// What a running module gives away.
#[derive(Debug)]
pub struct Extern(Infallible);

impl Extern {
    /// Never called.
    pub fn into_func(self) -> Option<Func> {
        match self.0 {}
    }

    /// Never called.
    pub fn into_memory(self) -> Option<Memory> {
        match self.0 {}
    }
}

/// A function of a running module.
#[derive(Debug)]
pub struct Func(Infallible);

impl Func {
    /// Never called.
    pub fn ty<C>(&self, _context: C) -> FuncType {
        match self.0 {}
    }

    /// Never called.
    pub fn call<C>(&self, _context: C, _inputs: &[Val], _outputs: &mut [Val]) -> Result<(), Error> {
        match self.0 {}
    }
}

/// A running module, seen from a function that it calls.
#[derive(Debug)]
pub struct Caller<'a, T> {
    never: Infallible,
    data: PhantomData<&'a mut T>,
}

impl<T> Caller<'_, T> {
    /// Never called.
    pub fn get_export(&self, _name: &str) -> Option<Extern> {
        match self.never {}
    }

    /// Never called.
    pub fn data_mut(&mut self) -> &mut T {
        match self.never {}
    }
}

/// The memory of a running module.
#[derive(Debug)]
pub struct Memory(Infallible);

impl Memory {
    /// Never called.
    pub fn size<C>(&self, _context: C) -> u64 {
        match self.0 {}
    }

    /// Never called.
    pub fn data<C>(&self, _context: C) -> &[u8] {
        match self.0 {}
    }

    /// Never called.
    pub fn data_mut<C>(&self, _context: C) -> &mut [u8] {
        match self.0 {}
    }

    /// Never called.
    pub fn grow<C>(&self, _context: C, _pages: u64) -> Result<u64, Error> {
        match self.0 {}
    }

    /// Never called.
    pub fn read<C>(&self, _context: C, _offset: usize, _buffer: &mut [u8]) -> Result<(), Error> {
        match self.0 {}
    }

    /// Never called.
    pub fn write<C>(&self, _context: C, _offset: usize, _buffer: &[u8]) -> Result<(), Error> {
        match self.0 {}
    }
}
