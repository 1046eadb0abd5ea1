/** Adds to the page what needs a script: a search by words, and one button for all logs. Everything else works without. */
export const script = `
const tools=document.querySelector('.tools');
if(tools){const search=tools.querySelector('input'),button=tools.querySelector('button');
tools.hidden=false;
const jobs=[...document.querySelectorAll('.job')].map((row)=>({row,text:row.querySelector('th').textContent.toLowerCase()}));
search.addEventListener('input',()=>{
const words=search.value.toLowerCase().split(/\\s+/);
for(const {row,text} of jobs)row.hidden=!words.every((word)=>text.includes(word));
for(const part of document.querySelectorAll('.category,.gathering')){
part.hidden=!part.querySelector('.job:not([hidden])');
if(search.value!==''&&part.matches('.gathering'))part.open=true;
}
});
button.addEventListener('click',()=>{
const open=button.dataset.open!=='yes';
button.dataset.open=open?'yes':'no';
button.textContent=open?'Close all details':'Open all details';
for(const details of document.querySelectorAll('details'))details.open=open;
});}
`;
